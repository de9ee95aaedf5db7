import { setTimeout as wait } from 'node:timers/promises';
import type { ChainReport } from '../../../shared/audit/verify-chain.ts';
import { storedAuditLog } from '../../../shared/pipeline/stored-audit-log.ts';
import { verifyAuditLog } from '../../../shared/pipeline/verify-audit-log.ts';
import { CONTAINERS } from '../../../shared/platform/blob/blob-client.ts';
import { createAuditStore } from '../../../shared/platform/blob/create-audit-store.ts';
import type { Cloud } from '../cloud/start-cloud.ts';
import { openBlobs } from './open-blobs.ts';

const PATIENCE_MS = 30_000;

/** Waits until every note has been appended, then verifies the chain from its first entry. */
export async function verifyAudit(cloud: Cloud, signal: AbortSignal): Promise<ChainReport> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while ((cloud.serviceBus.stats()['audit']?.active ?? 0) > 0) {
    if (performance.now() > giveUpAt) throw new Error('The audit queue did not drain in time.');
    await wait(100, undefined, { signal });
  }
  const blobs = openBlobs(cloud);
  const state = blobs.getContainerClient(CONTAINERS.state);
  const store = createAuditStore(blobs.getContainerClient(CONTAINERS.audit), state);
  return verifyAuditLog(storedAuditLog(store, 'default', signal), []);
}
