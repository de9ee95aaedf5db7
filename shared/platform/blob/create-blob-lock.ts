import { setTimeout as wait } from 'node:timers/promises';
import type { BlobLeaseClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { sha256 } from '../../audit/sha256.ts';
import { ThrottledError } from '../../errors/pipeline-error.ts';
import type { Lock } from '../../ports/lock.ts';
import { statusOf, storeUnavailable } from './blob-errors.ts';

/** Azure leases last 15 to 60 s; a holder that dies frees the lock after this. */
const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 10_000;
const LONGEST_WAIT_MS = 5_000;
const FIRST_PAUSE_MS = 20;

/** Mutual exclusion by Blob leases, one small blob for each key. */
export function createBlobLock(container: ContainerClient): Lock {
  return {
    async withLock(key, signal, work) {
      const blob = container.getBlockBlobClient(`locks/${sha256(key)}`);
      const lease = await acquire(blob, key, signal);
      const renewal = setInterval(() => {
        // A renewal that fails is noticed by whoever needs the lock's promise: write-once conditions catch a second writer.
        lease.renewLease().catch(() => clearInterval(renewal));
      }, RENEW_EVERY_MS);
      const [done] = await Promise.allSettled([work()]);
      clearInterval(renewal);
      const [released] = await Promise.allSettled([release(lease)]);
      // What the work says counts more than how the lock was given back: a lease that nobody releases ends by itself.
      if (done.status === 'rejected') throw done.reason;
      if (released.status === 'rejected') throw released.reason;
      return done.value;
    },
  };
}

async function acquire(blob: BlockBlobClient, key: string, signal: AbortSignal): Promise<BlobLeaseClient> {
  const giveUpAt = Date.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(500, pause * 2)) {
    const lease = blob.getBlobLeaseClient();
    try {
      await lease.acquireLease(LEASE_SECONDS, { abortSignal: signal });
      return lease;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) await createLockBlob(blob, signal);
      else if (status !== 409) throw storeUnavailable('take a lease', error);
    }
    if (Date.now() >= giveUpAt)
      throw new ThrottledError('LOCK_HELD', `Another process holds the lock "${key}".`, 1_000);
    await wait(pause, undefined, { signal });
  }
}

async function createLockBlob(blob: BlockBlobClient, signal: AbortSignal): Promise<void> {
  try {
    await blob.upload('', 0, { conditions: { ifNoneMatch: '*' }, abortSignal: signal });
  } catch (error) {
    // Somebody else made it, or already leases it: both are what was wanted.
    if (statusOf(error) !== 409 && statusOf(error) !== 412) throw storeUnavailable('make a lock', error);
  }
}

async function release(lease: BlobLeaseClient): Promise<void> {
  try {
    await lease.releaseLease();
  } catch (error) {
    // 409: the lease ran out and is no longer ours; 404: the lock was cleared away.
    if (statusOf(error) !== 409 && statusOf(error) !== 404) throw storeUnavailable('release a lease', error);
  }
}
