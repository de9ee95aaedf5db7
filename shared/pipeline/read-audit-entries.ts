import type { AuditStore } from '../ports/audit-store.ts';

/** Few at first, since mostly few are new, then more at once, since a whole log is long. */
const FIRST_AT_ONCE = 2;
const MOST_AT_ONCE = 16;

/** Texts of a tenant's entries from `from` on, null where there is none; up to `to`, or until nobody asks, a few reads ahead. */
export async function* readAuditEntries(
  store: Pick<AuditStore, 'readEntry'>,
  tenant: string,
  from: number,
  signal: AbortSignal,
  to = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ readonly sequence: number; readonly text: string | null }> {
  let first = from;
  for (let atOnce = FIRST_AT_ONCE; first <= to; atOnce = Math.min(MOST_AT_ONCE, 2 * atOnce)) {
    const length = Math.min(atOnce, to - first + 1);
    const sequences = Array.from({ length }, (_, index) => first + index);
    const texts = await Promise.all(sequences.map((sequence) => store.readEntry(tenant, sequence, signal)));
    for (const [index, text] of texts.entries()) yield { sequence: first + index, text };
    first += length;
  }
}
