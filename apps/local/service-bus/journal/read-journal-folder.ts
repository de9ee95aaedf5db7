import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';
import { decodeOperations } from './decode-operations.ts';
import { FILE_MAGIC, readRecord } from './record.ts';
import { Replay, type ReplayedQueue } from './replay.ts';

/** What the folder held. `tornBytes` were written by a process that died before it could answer their sender. */
export interface JournalFolder {
  readonly queues: Map<string, ReplayedQueue>;
  /** Highest generation number in use; the next writer takes a higher one. */
  readonly generation: number;
  readonly tornBytes: number;
}

export function journalFileName(generation: number): string {
  return `journal-${generation}.log`;
}

export function snapshotFileName(generation: number): string {
  return `snapshot-${generation}.log`;
}

/**
 * Reads the newest snapshot and the journals from its generation on. Snapshots are renamed into place when they are
 * whole, so damage in one is an error; a journal may end in the middle of a record.
 * @throws PermanentError (BUS_JOURNAL_DAMAGED)
 */
export async function readJournalFolder(folder: string): Promise<JournalFolder> {
  const names = await readdir(folder);
  const snapshots = generations(names, /^snapshot-(\d+)\.log$/);
  const journals = generations(names, /^journal-(\d+)\.log$/);
  const base = snapshots.at(-1) ?? 0;
  const replay = new Replay();
  let tornBytes = 0;
  if (base > 0) {
    const path = join(folder, snapshotFileName(base));
    const left = replayFile(await readFile(path), replay);
    if (left > 0) throw damaged(path);
  }
  for (const generation of journals.filter((each) => each >= base)) {
    tornBytes += replayFile(await readFile(join(folder, journalFileName(generation))), replay);
  }
  return { queues: replay.finish(), generation: Math.max(0, base, ...journals), tornBytes };
}

/** Applies the whole records at the start of `file`; returns how many bytes behind them are no record. */
function replayFile(file: Buffer, replay: Replay): number {
  if (!file.subarray(0, FILE_MAGIC.length).equals(FILE_MAGIC)) return file.length;
  replay.startFile();
  let at = FILE_MAGIC.length;
  for (let record = readRecord(file, at); record !== null; record = readRecord(file, at)) {
    for (const operation of decodeOperations(record.payload)) replay.apply(operation);
    at = record.end;
  }
  return file.length - at;
}

function generations(names: readonly string[], pattern: RegExp): number[] {
  return names
    .map((name) => Number(pattern.exec(name)?.[1]))
    .filter((generation) => Number.isInteger(generation))
    .sort((a, b) => a - b);
}

function damaged(path: string): Error {
  return new PermanentError(
    'BUS_JOURNAL_DAMAGED',
    `The snapshot ${path} is damaged; restore it from a backup, or delete the folder to start with empty queues.`,
  );
}
