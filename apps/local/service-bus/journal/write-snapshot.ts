import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JournalFile, syncFolder } from './journal-file.ts';
import { type Operation } from './operation.ts';
import { encodeRecord } from './record.ts';

const OPERATIONS_PER_RECORD = 256;

/** Writes the state as operations, in pieces that leave the event loop free; the name appears when all is on disk. */
export async function writeSnapshot(path: string, operations: readonly Operation[]): Promise<number> {
  const temporary = `${path}.tmp`;
  const file = await JournalFile.create(temporary);
  try {
    for (let start = 0; start < operations.length; start += OPERATIONS_PER_RECORD) {
      await file.write(encodeRecord(operations.slice(start, start + OPERATIONS_PER_RECORD)));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
  return file.size;
}
