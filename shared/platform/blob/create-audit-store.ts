import type { ContainerClient } from '@azure/storage-blob';
import { sha256 } from '../../audit/sha256.ts';
import type { AuditStore } from '../../ports/audit-store.ts';
import type { Lock } from '../../ports/lock.ts';
import { createArtifactStore } from './create-artifact-store.ts';
import { storeUnavailable } from './blob-errors.ts';

const decoder = new TextDecoder();

/**
 * The chain: `<tenant>/<sequence>.json` in the audit container, written once, under an immutability policy in Azure. Its two
 * aids, the end's hint and the index of keys, are mutable and lie in the state container.
 */
export function createAuditStore(audit: ContainerClient, state: ContainerClient, lock: Lock): AuditStore {
  const entries = createArtifactStore(audit);
  const aids = createArtifactStore(state);
  const keyRef = (tenant: string, key: string): string => `audit/${tenant}/keys/${sha256(key)}`;
  const headRef = (tenant: string): string => `audit/${tenant}/head`;

  return {
    withLease: (tenant, signal, work) => lock.withLock(`audit/${tenant}`, signal, work),
    async readEntry(tenant, sequence, signal) {
      const stored = await entries.read(entryRef(tenant, sequence), signal);
      return stored === null ? null : decoder.decode(stored.bytes);
    },
    async createEntry(tenant, sequence, text, signal) {
      const bytes = new TextEncoder().encode(text);
      const { created } = await entries.create(entryRef(tenant, sequence), bytes, 'application/json', signal);
      return created;
    },
    async findKey(tenant, key, signal) {
      const stored = await aids.read(keyRef(tenant, key), signal);
      return stored === null ? null : Number(decoder.decode(stored.bytes));
    },
    async recordKey(tenant, key, sequence, signal) {
      await aids.create(
        keyRef(tenant, key),
        new TextEncoder().encode(String(sequence)),
        'text/plain',
        signal,
      );
    },
    async readHead(tenant, signal) {
      const stored = await aids.read(headRef(tenant), signal);
      return stored === null ? 0 : Number(decoder.decode(stored.bytes));
    },
    async writeHead(tenant, sequence, signal) {
      const text = String(sequence);
      try {
        await state.getBlockBlobClient(headRef(tenant)).upload(text, text.length, { abortSignal: signal });
      } catch (error) {
        throw storeUnavailable('note the end of the audit log', error);
      }
    },
  };
}

/** Twelve digits, so that a listing is in order. */
export function entryRef(tenant: string, sequence: number): string {
  return `${tenant}/${String(sequence).padStart(12, '0')}.json`;
}
