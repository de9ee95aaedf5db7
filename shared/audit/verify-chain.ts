import { alignEntries, brokenLink } from './align-entries.ts';
import { type ChainFault, MOST_FAULTS } from './chain-fault.ts';
import { GENESIS_HASH } from './entry-from-note.ts';
import { readCoveredEntry, readEntryText, type SoundEntry, type StoredEntry } from './read-entry-text.ts';

export interface ChainReport {
  readonly valid: boolean;
  readonly entries: number;
  /** Hash of the last sound entry. */
  readonly head: string;
  /** At most 100. */
  readonly faults: readonly ChainFault[];
}

export interface ChainVerifier {
  add(text: string): void;
  /** @param end the last entry that is known to have existed */
  report(end?: number): ChainReport;
  /** Whether each entry so far stands under the number that it states. */
  isInOrder(): boolean;
}

/** What comes after the first entry out of place is held in memory to be explained; beyond this many the rest is not. */
const MOST_EXPLAINED = 200_000;

/**
 * Verifies entries in order, given as the texts that were stored: finds what was changed, removed, inserted and moved, and says which.
 * A log cut off at its end, and one that was hashed anew from an entry on, are found only against a checkpoint.
 *
 * @param first number of the first entry given; when it is not 1, nothing is known of the entry before it
 * @param covered entries up to this one are held against a signed root as well
 */
export function createChainVerifier(first = 1, covered = 0): ChainVerifier {
  const faults: ChainFault[] = [];
  const keys = new Set<string>();
  const disturbed: StoredEntry[] = [];
  let entries = 0;
  let expected = first;
  let previous: string | null = first === 1 ? GENESIS_HASH : null;
  let head = GENESIS_HASH;
  let isInOrder = true;

  function note(fault: ChainFault): void {
    if (faults.length < MOST_FAULTS) faults.push(fault);
  }

  return {
    add(text) {
      entries += 1;
      const isCovered = isInOrder && expected <= covered && previous !== null;
      const quick = isCovered ? readCoveredEntry(text, expected, previous ?? '') : null;
      const entry = quick ?? readEntryText(text);
      if (entry.state === 'sound') {
        head = entry.hash;
        if (isInOrder && entry.sequence === expected) {
          if (previous !== null && entry.previous !== previous) note(brokenLink(expected));
          if (keys.has(entry.key)) note(repeatedKey(entry));
          keys.add(entry.key);
          previous = entry.hash;
          expected += 1;
          return;
        }
      }
      isInOrder = false;
      if (disturbed.length < MOST_EXPLAINED) disturbed.push(entry);
    },
    report(end = 0) {
      const known = disturbed.length < MOST_EXPLAINED ? end : 0;
      const all = [...faults, ...alignEntries(disturbed, expected, previous, known)];
      return { valid: all.length === 0, entries, head, faults: all.slice(0, MOST_FAULTS) };
    },
    isInOrder: () => isInOrder,
  };
}

function repeatedKey({ sequence, key }: SoundEntry): ChainFault {
  return { sequence, fault: 'repeated-key', message: `Entry ${sequence} repeats "${key}".` };
}
