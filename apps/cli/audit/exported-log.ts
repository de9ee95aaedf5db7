import { createReadStream, lstatSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { entryText } from '../../../shared/audit/entry-text.ts';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';

/** Names inside an exported folder; tools/verify_audit.py knows them, too. */
export const EXPORTED = {
  log: 'log.jsonl',
  key: 'key.txt',
  checkpoints: 'checkpoints',
  leaves: 'leaves',
  rotations: 'rotations',
} as const;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const LONGEST_LINE = 16 * 1024 * 1024;
const READ_AT_ONCE = 1024 * 1024;

/** @throws PermanentError(`INPUT_INVALID`) when the folder holds no exported log */
export function exportedLog(folder: string): AuditLog {
  const log = path.join(folder, EXPORTED.log);
  if (statSync(log, { throwIfNoEntry: false })?.isFile() !== true)
    throw new PermanentError(
      'INPUT_INVALID',
      `${folder} holds no exported log: it has no file ${EXPORTED.log}.`,
    );
  const inFolder = (name: string, size: number, ending: string): Promise<string | null> => {
    const file = path.join(folder, name, `${fileNumber(size)}.${ending}`);
    // A link that leads nowhere is a file that cannot be read, not one that is missing.
    return Promise.resolve(lstatSync(file, { throwIfNoEntry: false }) === undefined ? null : textOf(file));
  };
  const named = async (): Promise<readonly { readonly name: string; readonly size: number | null }[]> => {
    const [checkpoints, leaves] = await Promise.all([
      namesIn(path.join(folder, EXPORTED.checkpoints)),
      namesIn(path.join(folder, EXPORTED.leaves)),
    ]);
    return [
      ...checkpoints.map((name) => ({ name, size: sizeOf(name, '.txt') })),
      // Leaves are written with their checkpoint: where they stand alone, it was taken away.
      ...leaves.map((name) => ({ name, size: sizeOf(name, '.json') })),
    ];
  };
  return {
    entries: () => linesOf(log),
    end: () => Promise.resolve(0),
    async sizes() {
      const sizes = new Set((await named()).flatMap(({ size }) => size ?? []));
      return [...sizes].sort((a, b) => a - b);
    },
    async strangers() {
      return (await named()).filter(({ size }) => size === null).map(({ name }) => name);
    },
    checkpoint: (size) => inFolder(EXPORTED.checkpoints, size, 'txt'),
    leaves: (size) => inFolder(EXPORTED.leaves, size, 'json'),
    async rotations() {
      const rotations = path.join(folder, EXPORTED.rotations);
      return (await namesIn(rotations)).map((name) => textOf(path.join(rotations, name)));
    },
  };
}

/** At once: a log has thousands of small files, and a turn of the event loop for each would take longer than what is verified. */
function textOf(file: string): string {
  try {
    // Who exported the folder may have put a pipe there, which would be waited for.
    if (statSync(file).isFile()) return entryText(readFileSync(file));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
  throw new PermanentError('INPUT_INVALID', `This is no file: ${file}`);
}

/** Nothing for a folder that is not there; hidden files are those of the system that the folder lies on. */
async function namesIn(folder: string): Promise<readonly string[]> {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The folder cannot be read: ${folder}`, { cause: error });
  }
}

/** Null for a name that the store does not give. */
function sizeOf(name: string, ending: string): number | null {
  const size = Number(path.basename(name, ending));
  return size > 0 && name === `${fileNumber(size)}${ending}` ? size : null;
}

/** Lines of a file byte for byte, empty ones and carriage returns at their ends left out. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    for await (const bytes of byteLines(createReadStream(file, { highWaterMark: READ_AT_ONCE }))) {
      const end = bytes.at(-1) === CARRIAGE_RETURN ? -1 : bytes.length;
      const line = bytes.subarray(0, end);
      if (line.length > 0) yield entryText(line);
    }
  } catch (error) {
    if (PipelineError.is(error)) throw error;
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
}

async function* byteLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
      yield bytes.subarray(from, at);
      from = at + 1;
    }
    open = bytes.subarray(from);
    if (open.length > LONGEST_LINE)
      throw new PermanentError(
        'INPUT_INVALID',
        `A line has more than ${LONGEST_LINE} bytes; entries are shorter.`,
      );
  }
  if (open.length > 0) yield open;
}

/** As the store names its files. */
export function fileNumber(size: number): string {
  return String(size).padStart(12, '0');
}
