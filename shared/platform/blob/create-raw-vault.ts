import type { ContainerClient } from '@azure/storage-blob';
import type { RawVault } from '../../ports/raw-vault.ts';
import { bytesOf } from './create-artifact-store.ts';
import { statusOf, storeUnavailable } from './blob-errors.ts';

/** Raw payloads in a container of their own, whose lifecycle rule (infra/) deletes them after a day. */
export function createRawVault(container: ContainerClient): RawVault {
  return {
    async put(ref, bytes, contentType, signal) {
      try {
        // Overwriting is right here: a redelivered collect step fetched anew, and only its record decides.
        await container.getBlockBlobClient(ref).upload(Buffer.from(bytes), bytes.length, {
          blobHTTPHeaders: { blobContentType: contentType },
          abortSignal: signal,
        });
      } catch (error) {
        throw storeUnavailable(`write raw "${ref}"`, error);
      }
    },
    async take(ref, signal) {
      try {
        const response = await container.getBlobClient(ref).download(0, undefined, { abortSignal: signal });
        return await bytesOf(response.readableStreamBody);
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw storeUnavailable(`read raw "${ref}"`, error);
      }
    },
  };
}
