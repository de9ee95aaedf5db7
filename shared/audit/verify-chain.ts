import { AuditEntry } from '../contracts/audit-note.ts';
import { GENESIS_HASH, hashOfEntry } from './entry-from-note.ts';

export interface ChainFault {
  /** Sequence number that should stand here. */
  readonly sequence: number;
  readonly fault: 'unreadable' | 'changed' | 'missing-or-reordered' | 'broken-link' | 'repeated-key';
  readonly message: string;
}

export interface ChainReport {
  readonly valid: boolean;
  readonly entries: number;
  /** Hash of the last sound entry; note it elsewhere to notice a truncated log. */
  readonly head: string;
  /** At most 100. */
  readonly faults: readonly ChainFault[];
}

const MOST_FAULTS = 100;

/**
 * Verifies entries in order, given as the texts that were stored. Finds changed, missing, inserted and reordered entries;
 * a log cut off at its end is found only by comparing `head` and `entries` with a value noted elsewhere.
 */
export function createChainVerifier(): { add(text: string): void; report(): ChainReport } {
  const faults: ChainFault[] = [];
  const keys = new Set<string>();
  let entries = 0;
  let expected = 1;
  let previous = GENESIS_HASH;
  let faultCount = 0;

  function fault(kind: ChainFault['fault'], message: string): void {
    faultCount += 1;
    if (faults.length < MOST_FAULTS) faults.push({ sequence: expected, fault: kind, message });
  }

  return {
    add(text) {
      entries += 1;
      const entry = entryFromText(text);
      if (entry === null) {
        fault('unreadable', `Entry ${expected} is not an audit entry.`);
        expected += 1;
        return;
      }
      if (entry.sequence !== expected) {
        fault(
          'missing-or-reordered',
          `Entry ${expected} should stand here, but it is entry ${entry.sequence}.`,
        );
      }
      if (entry.hash !== hashOfEntry(entry))
        fault('changed', `Entry ${entry.sequence} was changed: its hash differs.`);
      if (entry.previous !== previous) {
        fault('broken-link', `Entry ${entry.sequence} does not follow from the entry before it.`);
      }
      if (keys.has(entry.note.key))
        fault('repeated-key', `Entry ${entry.sequence} repeats "${entry.note.key}".`);
      keys.add(entry.note.key);
      previous = entry.hash;
      expected = entry.sequence + 1;
    },
    report: () => ({ valid: faultCount === 0, entries, head: previous, faults }),
  };
}

function entryFromText(text: string): AuditEntry | null {
  try {
    const parsed = AuditEntry.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
