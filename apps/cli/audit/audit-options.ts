import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Tenant } from '../../../shared/contracts/envelope.ts';
import { type NoteKey, parseNoteKey } from '../../../shared/audit/signed-note.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { type CommonOptions, withTarget } from '../run-command.ts';

export interface AuditOptions extends CommonOptions {
  readonly tenant: string;
  /** Folder of an exported log; without it the store is asked. */
  readonly export?: string;
}

/** Options of a command that needs the store. */
export function withTenant(command: Command): Command {
  const tenant = new Option('--tenant <name>', 'whose log').default('default').argParser(parseTenant);
  return withTarget(command).addOption(tenant);
}

/** Options of a command that reads a log, wherever it lies. */
export function withLog(command: Command): Command {
  return withTenant(command).option(
    '--export <folder>',
    'an exported log instead of the store; works offline',
  );
}

/** A number of entries or of an entry, from 1. */
export function parseNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}

function parseTenant(text: string): string {
  const parsed = Tenant.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('A tenant is 1 to 41 of a-z, 0-9 and "-".');
}

/** @param given the key itself, or a file that holds it */
export async function noteKeyOf(given: string): Promise<NoteKey> {
  if (given.includes('+') && !given.includes('\n') && /\+[0-9a-f]{8}\+/.test(given))
    return parseNoteKey(given);
  return parseNoteKey(await readText(given));
}

/** @throws PermanentError(`INPUT_INVALID`) naming the file that cannot be read */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
}
