import type { ContainerClient } from '@azure/storage-blob';
import { TransientError } from '../../errors/pipeline-error.ts';
import { statusOf, storeUnavailable } from './blob-errors.ts';
import { bytesOf } from './create-artifact-store.ts';

/** Others that change the same small blob get in between rarely, and never so often. */
const MOST_TRIES = 10;

/**
 * Reads a small blob, changes its text and writes it unless somebody else did meanwhile; then once more from what they wrote (ETag).
 * @param change text → text, null for a blob that is not there; called again after a lost race
 */
export async function changeText(
  container: ContainerClient,
  ref: string,
  change: (text: string | null) => string,
  signal: AbortSignal,
): Promise<void> {
  const blob = container.getBlockBlobClient(ref);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await readTagged(container, ref, signal);
    const bytes = Buffer.from(change(found?.text ?? null));
    try {
      await blob.upload(bytes, bytes.length, {
        conditions: found === null ? { ifNoneMatch: '*' } : { ifMatch: found.etag },
        abortSignal: signal,
      });
      return;
    } catch (error) {
      // 409 BlobAlreadyExists; 412: it was changed since it was read.
      if (statusOf(error) !== 409 && statusOf(error) !== 412) throw storeUnavailable(`write "${ref}"`, error);
    }
  }
  throw new TransientError('STORE_UNAVAILABLE', `"${ref}" was changed by others ${MOST_TRIES} times.`);
}

async function readTagged(
  container: ContainerClient,
  ref: string,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly etag: string } | null> {
  try {
    const response = await container.getBlobClient(ref).download(0, undefined, { abortSignal: signal });
    const text = Buffer.from(await bytesOf(response.readableStreamBody)).toString('utf8');
    return { text, etag: response.etag ?? '' };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw storeUnavailable(`read "${ref}"`, error);
  }
}
