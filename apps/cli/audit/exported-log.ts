import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { entryText } from '../../../shared/audit/entry-text.ts';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';
import { readText } from './audit-options.ts';

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
      const files = await namesIn(path.join(folder, EXPORTED.checkpoints));
      const sizes = files.flatMap((file) => /^(\d{12,15})\.txt$/.exec(file)?.[1] ?? []);
      return sizes.map(Number).sort((a, b) => a - b);
    },
    checkpoint: (size) => inFolder(EXPORTED.checkpoints, size, 'txt'),
    leaves: (size) => inFolder(EXPORTED.leaves, size, 'json'),
    async rotations() {
      const rotations = path.join(folder, EXPORTED.rotations);
      return Promise.all((await namesIn(rotations)).map((name) => readText(path.join(rotations, name))));
    },
  };
}

/** Nothing for a folder that is not there. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}

/** Lines of a file byte for byte, empty ones and carriage returns at their ends left out. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    for await (const bytes of byteLines(createReadStream(file))) {
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
