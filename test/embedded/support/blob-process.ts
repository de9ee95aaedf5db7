import { BlobServiceClient } from '@azure/storage-blob';
import { startBlob } from '../../../apps/local/blob/start-blob.ts';

/** `blob-process.ts <folder>`: stores twenty blobs, says so, and stays until it is killed. */
const blob = await startBlob({ folder: process.argv[2] ?? '' });
const container = BlobServiceClient.fromConnectionString(blob.connectionString).getContainerClient('kept');
await container.create();
for (let index = 0; index < 20; index += 1) {
  const name = `b${index}`;
  await container.getBlockBlobClient(name).upload(name, name.length);
}
process.stdout.write('stored\n');
