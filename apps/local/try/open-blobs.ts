import { BlobServiceClient } from '@azure/storage-blob';
import type { Cloud } from '../cloud/start-cloud.ts';

/** The embedded cloud's Blob storage, by Azure's own client. */
export function openBlobs(cloud: Cloud): BlobServiceClient {
  return BlobServiceClient.fromConnectionString(cloud.env['BLOB_STORAGE'] ?? '');
}
