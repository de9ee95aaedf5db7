import { canonicalJson } from '../audit/canonical-json.ts';
import { entryFromNote } from '../audit/entry-from-note.ts';
import { AuditEntry, type AuditNote } from '../contracts/audit-note.ts';
import { PermanentError, ThrottledError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';

const AGAIN_AFTER_MS = 250;

/**
 * Appends notes of one tenant to its chain, each once: a note's key is looked up first, and when a process died between writing an
 * entry and its key, the entry is found beyond the last known end of the chain.
 */
export async function appendAudit(
  tenant: string,
  notes: readonly AuditNote[],
  store: AuditStore,
  signal: AbortSignal,
): Promise<void> {
  const fresh = await withoutAppended(notes);
  if (fresh.length === 0) return;
  await store.withLease(tenant, signal, async () => {
    let last = await endOfChain(tenant, store, signal);
    const entered: AuditEntry[] = [];
    for (const note of await withoutAppended(fresh)) {
      const entry = entryFromNote(note, last);
      const created = await store.createEntry(tenant, entry.sequence, canonicalJson(entry), signal);
      // The lease ran out while we worked and another writer took over: nothing failed, the message waits and comes back.
      if (!created) throw anotherWriter(tenant);
      entered.push(entry);
      last = entry;
    }
    // Together, since one after the other would double how long the lease is held; whoever walks on from the head records what is missing.
    await Promise.all(
      entered.map(({ note, sequence }) => store.recordKey(tenant, note.key, sequence, signal)),
    );
    if (last !== null) await store.writeHead(tenant, last.sequence, signal);
  });

  async function withoutAppended(candidates: readonly AuditNote[]): Promise<AuditNote[]> {
    const known = await Promise.all(candidates.map((note) => store.findKey(tenant, note.key, signal)));
    const byKey = new Map(
      candidates.filter((_, index) => known[index] === null).map((note) => [note.key, note]),
    );
    return [...byKey.values()];
  }
}

function anotherWriter(tenant: string): ThrottledError {
  return new ThrottledError(
    'LOCK_HELD',
    `Another writer appended to the audit log of "${tenant}".`,
    AGAIN_AFTER_MS,
  );
}

async function endOfChain(
  tenant: string,
  store: AuditStore,
  signal: AbortSignal,
): Promise<AuditEntry | null> {
  const hint = await store.readHead(tenant, signal);
  let last = hint === 0 ? null : await readEntry(store, tenant, hint, signal);
  for (;;) {
    const next = await readEntry(store, tenant, (last?.sequence ?? 0) + 1, signal);
    if (next === null) return last;
    await store.recordKey(tenant, next.note.key, next.sequence, signal);
    last = next;
  }
}

async function readEntry(
  store: AuditStore,
  tenant: string,
  sequence: number,
  signal: AbortSignal,
): Promise<AuditEntry | null> {
  const text = await store.readEntry(tenant, sequence, signal);
  if (text === null) return null;
  const parsed = AuditEntry.safeParse(valueOrNull(text));
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    'ARTIFACT_INVALID',
    `Audit entry ${sequence} of "${tenant}" is unreadable; run "perf-agent audit verify".`,
  );
}

/** Text that is no JSON fits no schema either, and is reported as such rather than retried as a bug. */
function valueOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
