import { readFileSync } from 'node:fs';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { randomKey } from './random-key.ts';

/** Where the key of the pseudonyms may come from. */
export interface RunKeyOptions {
  /** Stands in the list of processes and in the shell's history, for who reads along there. */
  readonly runKey?: string;
  /** `-` for standard input, when the text comes from a file. */
  readonly runKeyFile?: string;
}

export const RUN_KEY_VARIABLE = 'PERF_AGENT_RUN_KEY';

export const RUN_KEY_WARNING = `--run-key shows the key in the list of processes: give it by --run-key-file or in ${RUN_KEY_VARIABLE}.`;

/**
 * The argument, then the file, then the environment; a new key when none of them is given.
 *
 * @param textFrom path of the text to mask; null for standard input
 * @throws PermanentError(`INPUT_INVALID`) for a key that is empty or cannot be read; the message never shows it
 */
export function runKeyOf(
  { runKey, runKeyFile }: RunKeyOptions,
  textFrom: string | null,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (runKey !== undefined) return notEmpty(runKey, '--run-key');
  if (runKeyFile !== undefined) return notEmpty(textOf(runKeyFile, textFrom).trim(), '--run-key-file');
  const given = env[RUN_KEY_VARIABLE];
  return given === undefined ? randomKey() : notEmpty(given.trim(), RUN_KEY_VARIABLE);
}

function textOf(file: string, textFrom: string | null): string {
  if (file === '-' && textFrom === null)
    throw new PermanentError(
      'INPUT_INVALID',
      '--run-key-file: standard input cannot hold both key and text; give one of them as a file.',
    );
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new PermanentError('INPUT_INVALID', `--run-key-file: "${file}" cannot be read.`, { cause });
  }
}

function notEmpty(key: string, from: string): string {
  if (key !== '') return key;
  throw new PermanentError('INPUT_INVALID', `${from}: there is no key in it.`);
}
