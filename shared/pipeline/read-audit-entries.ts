import type { AuditStore } from '../ports/audit-store.ts';

const AT_ONCE = 16;

/** Texts of a tenant's entries from `from` on, null where there is none; goes on until nobody asks, a few reads ahead. */
export async function* readAuditEntries(
  store: Pick<AuditStore, 'readEntry'>,
  tenant: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<{ readonly sequence: number; readonly text: string | null }> {
  for (let first = from; ; first += AT_ONCE) {
    const sequences = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const texts = await Promise.all(sequences.map((sequence) => store.readEntry(tenant, sequence, signal)));
    for (const [index, text] of texts.entries()) yield { sequence: first + index, text };
  }
}
