import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Tenant } from '../../../shared/contracts/envelope.ts';
import { entryText } from '../../../shared/audit/entry-text.ts';
import { type AuditSigner, type NoteKey, parseNoteKey } from '../../../shared/audit/signed-note.ts';
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

/** Public keys that must have signed, one or several. */
export function withPublicKeys(command: Command, words: string): Command {
  const keys = new Option(
    '--public-key <key>',
    `${words}, a file with it or a folder of such files; repeatable`,
  );
  return command.addOption(keys.argParser(collect).default([], 'none'));
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** @param given each a key itself, a file that holds keys one a line, or a folder of such files */
export async function noteKeysOf(given: readonly string[]): Promise<readonly NoteKey[]> {
  const keys = await Promise.all(given.map(async (one) => (isKey(one) ? [parseNoteKey(one)] : keysIn(one))));
  return keys.flat();
}

/** The keys that an installation holds: the one that signs, and those that signed before. */
export function heldKeys(signer: AuditSigner): readonly NoteKey[] {
  return [signer, ...(signer.former ?? [])];
}

function isKey(given: string): boolean {
  return !given.includes('\n') && /\+[0-9a-f]{8}\+/.test(given);
}

async function keysIn(place: string): Promise<readonly NoteKey[]> {
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  const files = isFolder ? (await readdir(place)).sort().map((name) => path.join(place, name)) : [place];
  const texts = await Promise.all(files.map(readText));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  if (lines.length > 0) return lines.map(parseNoteKey);
  throw new PermanentError('INPUT_INVALID', `${place} holds no key; "perf-agent audit key" prints one.`);
}

/** @throws PermanentError(`INPUT_INVALID`) naming the file that cannot be read */
export async function readText(file: string): Promise<string> {
  try {
    return entryText(await readFile(file));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
}
