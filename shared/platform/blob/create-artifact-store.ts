import type { ContainerClient } from '@azure/storage-blob';
import { sha256 } from '../../audit/sha256.ts';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { ArtifactStore, StoredArtifact } from '../../ports/artifact-store.ts';
import { statusOf, storeUnavailable } from './blob-errors.ts';

/** Write-once artifacts in one Blob container. The hash is taken from the bytes, never believed from metadata. */
export function createArtifactStore(container: ContainerClient): ArtifactStore {
  async function read(ref: string, signal: AbortSignal): Promise<StoredArtifact | null> {
    try {
      const blob = container.getBlobClient(ref);
      const response = await blob.download(0, undefined, { abortSignal: signal });
      const bytes = await bytesOf(response.readableStreamBody);
      const contentType = response.contentType ?? 'application/octet-stream';
      return { ref, bytes, sha256: sha256(bytes), contentType };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw storeUnavailable(`read "${ref}"`, error);
    }
  }

  return {
    read,
    async create(ref, bytes, contentType, signal) {
      try {
        await container.getBlockBlobClient(ref).upload(Buffer.from(bytes), bytes.length, {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: contentType },
          abortSignal: signal,
        });
        return { created: true, sha256: sha256(bytes) };
      } catch (error) {
        // 409 BlobAlreadyExists; 412 from services that check the condition first.
        if (statusOf(error) !== 409 && statusOf(error) !== 412)
          throw storeUnavailable(`write "${ref}"`, error);
      }
      const standing = await read(ref, signal);
      if (standing !== null) return { created: false, sha256: standing.sha256 };
      throw new TransientError('STORE_UNAVAILABLE', `"${ref}" was there and cannot be read.`);
    },
    async list(prefix, limit, signal) {
      const refs: string[] = [];
      try {
        for await (const blob of container.listBlobsFlat({ prefix, abortSignal: signal })) {
          refs.push(blob.name);
          if (refs.length >= limit) break;
        }
      } catch (error) {
        throw storeUnavailable(`list "${prefix}"`, error);
      }
      return refs;
    },
  };
}

/** Body of a download. */
export async function bytesOf(stream: NodeJS.ReadableStream | undefined): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
