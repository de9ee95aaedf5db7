import { BlobServiceClient, RestError } from '@azure/storage-blob';
import type { FaultWorld } from './start-fault-world.ts';

/** Ends every lease now, whoever holds it: those of the dead sooner than they would, those of the living in the middle of their work. @returns how many ended. */
export async function breakLeases(world: Pick<FaultWorld, 'cloud'>): Promise<number> {
  const state = BlobServiceClient.fromConnectionString(
    world.cloud.env['BLOB_STORAGE'] ?? '',
  ).getContainerClient('state');
  let broken = 0;
  for await (const { name, properties } of state.listBlobsFlat({ prefix: 'locks/' })) {
    if (properties.leaseState !== 'leased') continue;
    try {
      await state.getBlobClient(name).getBlobLeaseClient().breakLease(0);
      broken += 1;
    } catch (error) {
      // Given back between the listing and now.
      if (!(error instanceof RestError)) throw error;
    }
  }
  return broken;
}
