import { type AuditEntry, type AuditNote } from '../contracts/audit-note.ts';
import { canonicalJson } from './canonical-json.ts';
import { sha256 } from './sha256.ts';

/** What the first entry names as its predecessor. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Makes the next entry of a chain: its hash covers sequence, predecessor's hash and note, so that changing, dropping,
 * inserting or moving any earlier entry breaks every later one.
 */
export function entryFromNote(
  note: AuditNote,
  previous: Pick<AuditEntry, 'sequence' | 'hash'> | null,
): AuditEntry {
  const unsigned = {
    schema: 'perf-agent.audit-entry.v1' as const,
    sequence: (previous?.sequence ?? 0) + 1,
    previous: previous?.hash ?? GENESIS_HASH,
    note,
  };
  return { ...unsigned, hash: sha256(canonicalJson(unsigned)) };
}

/** @returns the hash that the entry must carry, from its content alone. */
export function hashOfEntry(entry: AuditEntry): string {
  return sha256(
    canonicalJson({
      schema: entry.schema,
      sequence: entry.sequence,
      previous: entry.previous,
      note: entry.note,
    }),
  );
}
