import { type Operation } from '../journal/operation.ts';
import { type Bus } from './bus.ts';

/** Resolves when the operations are on disk. @throws PermanentError (BUS_JOURNAL_FAILED) */
export function commit(bus: Bus, operations: readonly Operation[]): Promise<void> {
  return new Promise((resolve, reject) => {
    bus.journal.append(operations, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
