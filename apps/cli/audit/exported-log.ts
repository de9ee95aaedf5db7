import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';
import { readLines } from '../read-lines.ts';
import { readText } from './audit-options.ts';

/** Names inside an exported folder; tools/verify_audit.py knows them, too. */
export const EXPORTED = {
  log: 'log.jsonl',
  key: 'key.txt',
  checkpoints: 'checkpoints',
  leaves: 'leaves',
} as const;

/** @throws PermanentError(`INPUT_INVALID`) when the folder holds no exported log */
export function exportedLog(folder: string): AuditLog {
  const log = path.join(folder, EXPORTED.log);
  if (!existsSync(log))
    throw new PermanentError('INPUT_INVALID', `${folder} holds no exported log: it has no ${EXPORTED.log}.`);
  const inFolder = (name: string, size: number, ending: string): Promise<string | null> => {
    const file = path.join(folder, name, `${fileNumber(size)}.${ending}`);
    return existsSync(file) ? readText(file) : Promise.resolve(null);
  };
  return {
    entries: () => linesOf(log),
    end: () => Promise.resolve(0),
    async sizes() {
      const checkpoints = path.join(folder, EXPORTED.checkpoints);
      const files = existsSync(checkpoints) ? await readdir(checkpoints) : [];
      const sizes = files.flatMap((file) => /^(\d{12,15})\.txt$/.exec(file)?.[1] ?? []);
      return sizes.map(Number).sort((a, b) => a - b);
    },
    checkpoint: (size) => inFolder(EXPORTED.checkpoints, size, 'txt'),
    leaves: (size) => inFolder(EXPORTED.leaves, size, 'json'),
  };
}

/** Lines of a file, empty ones left out. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    for await (const lines of readLines(createReadStream(file))) yield* lines.filter((line) => line !== '');
  } catch (error) {
    if (PipelineError.is(error)) throw error;
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
}

/** As the store names its files. */
export function fileNumber(size: number): string {
  return String(size).padStart(12, '0');
}
