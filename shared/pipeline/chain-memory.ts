import type { AuditEntry, AuditNote } from '../contracts/audit-note.ts';

const MOST_GROUPS = 200;
const MOST_TEXTS = 128;

/** What one writer knows of a chain: where it ends, and which notes it holds. Does no I/O. */
export interface ChainMemory {
  /** The last entry known; null for an empty log. */
  last(): AuditEntry | null;
  textOf(sequence: number): string | undefined;
  /** Forgets all but the entry that the noted end names. */
  begin(at: { readonly entry: AuditEntry; readonly text: string } | null): void;
  take(entry: AuditEntry, text: string): void;
  isEntered(note: AuditNote): boolean;
  /** Groups of these notes whose recorded keys have to be read. */
  missing(notes: readonly AuditNote[]): readonly string[];
  learn(group: string, keys: ReadonlySet<string>): void;
  /** Entries beyond the noted end. */
  beyond(): number;
  /** Keys of entries after `sequence`, which are beyond the noted end, by group. */
  keysAfter(sequence: number): ReadonlyMap<string, readonly string[]>;
  /** The keys of all entries known are recorded. */
  noteRecorded(): void;
  dropOldGroups(): void;
}

export function createChainMemory(): ChainMemory {
  let last: AuditEntry | null = null;
  const beyond = new Map<string, { readonly group: string; readonly sequence: number }>();
  const groups = new Map<string, Set<string>>();
  const texts = new Map<number, string>();

  return {
    last: () => last,
    textOf: (sequence) => texts.get(sequence),
    begin(at) {
      for (const known of [beyond, groups, texts]) known.clear();
      last = at?.entry ?? null;
      if (at !== null) texts.set(at.entry.sequence, at.text);
    },
    take(entry, text) {
      last = entry;
      beyond.set(entry.note.key, { group: groupOf(entry.note), sequence: entry.sequence });
      texts.set(entry.sequence, text);
      texts.delete(entry.sequence - MOST_TEXTS);
    },
    isEntered: (note) => beyond.has(note.key) || groups.get(groupOf(note))?.has(note.key) === true,
    missing: (notes) => [...new Set(notes.map(groupOf))].filter((group) => !groups.has(group)),
    learn: (group, keys) => groups.set(group, new Set(keys)),
    beyond: () => beyond.size,
    keysAfter(sequence) {
      const byGroup = new Map<string, string[]>();
      for (const [key, entered] of beyond) {
        if (entered.sequence > sequence)
          byGroup.set(entered.group, [...(byGroup.get(entered.group) ?? []), key]);
      }
      return byGroup;
    },
    noteRecorded() {
      for (const [key, { group }] of beyond) groups.get(group)?.add(key);
      beyond.clear();
    },
    dropOldGroups() {
      for (const group of groups.keys()) {
        if (groups.size <= MOST_GROUPS) return;
        groups.delete(group);
      }
    },
  };
}

/** Notes of a run are looked for together. */
function groupOf({ runId, key }: AuditNote): string {
  return runId ?? key;
}
