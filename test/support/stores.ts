import { BlobServiceClient } from '@azure/storage-blob';
import { type ChainReport } from '../../shared/audit/verify-chain.ts';
import { storedAuditLog } from '../../shared/pipeline/stored-audit-log.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { CONTAINERS } from '../../shared/platform/blob/blob-client.ts';
import { createAuditStore } from '../../shared/platform/blob/create-audit-store.ts';
import type { Installation } from './start-installation.ts';

/** Blob names under a prefix of the artifacts container, straight from the store. */
export async function artifactNames(installation: Installation, prefix: string): Promise<string[]> {
  const names: string[] = [];
  const container = blobs(installation).getContainerClient(CONTAINERS.artifacts);
  for await (const blob of container.listBlobsFlat({ prefix })) names.push(blob.name);
  return names;
}

/** Verifies the audit chain of the default tenant. */
export function auditReport(installation: Installation): Promise<ChainReport> {
  const state = blobs(installation).getContainerClient(CONTAINERS.state);
  const audit = blobs(installation).getContainerClient(CONTAINERS.audit);
  const store = createAuditStore(audit, state);
  return verifyAuditLog(storedAuditLog(store, 'default', AbortSignal.timeout(60_000)), []);
}

/** Whether no message waits or is being worked on; scheduled deadlines do not count. */
export function isIdle({ cloud }: Installation): boolean {
  return Object.entries(cloud.serviceBus.stats()).every(
    ([queue, { active }]) => queue.endsWith('-rejected') || active === 0,
  );
}

export function blobs({ cloud }: Installation): BlobServiceClient {
  return BlobServiceClient.fromConnectionString(cloud.env['BLOB_STORAGE'] ?? '');
}
