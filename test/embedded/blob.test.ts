import { BlobServiceClient } from '@azure/storage-blob';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlob, type Blob } from '../../apps/local/blob/start-blob.ts';
import { isSaved } from './support/is-saved.ts';
import { eventually } from './support/records.ts';
import { temporaryFolder } from './support/start-test-host.ts';

const folder = temporaryFolder();
let blob: Blob;

beforeAll(async () => {
  blob = await startBlob({ folder });
});
afterAll(async () => {
  await blob.stop();
  rmSync(folder, { recursive: true });
});

function service({ connectionString }: Pick<Blob, 'connectionString'>): BlobServiceClient {
  return BlobServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
}

describe('Azurite in this process under the real BlobServiceClient', () => {
  it('writes once with If-None-Match and lists strongly', async () => {
    const container = service(blob).getContainerClient('runs');
    await container.createIfNotExists();
    const once = { conditions: { ifNoneMatch: '*' } };
    const artifact = container.getBlockBlobClient('runs/r1/plan.json');
    await artifact.upload('{"a":1}', 7, once);

    await expect(artifact.upload('{"a":2}', 7, once)).rejects.toMatchObject({ code: 'BlobAlreadyExists' });
    const names: string[] = [];
    for await (const item of container.listBlobsFlat({ prefix: 'runs/r1/' })) names.push(item.name);

    expect((await artifact.downloadToBuffer()).toString()).toBe('{"a":1}');
    expect(names).toEqual(['runs/r1/plan.json']);
  });

  it('holds leases against others', async () => {
    const container = service(blob).getContainerClient('leases');
    await container.createIfNotExists();
    const held = container.getBlockBlobClient('head');
    await held.upload('x', 1);
    const lease = held.getBlobLeaseClient();
    await lease.acquireLease(15);

    const another = held.getBlobLeaseClient().acquireLease(15);

    await expect(another).rejects.toMatchObject({ statusCode: 409 });
    await lease.releaseLease();
  });

  it('gives what was stored back after a restart', async () => {
    const place = temporaryFolder();
    const first = await startBlob({ folder: place });
    const container = service(first).getContainerClient('kept');
    await container.create();
    await container.getBlockBlobClient('a').upload('kept', 4);
    await first.stop();

    const second = await startBlob({ folder: place });
    const content = await service(second).getContainerClient('kept').getBlobClient('a').downloadToBuffer();
    await second.stop();

    expect(content.toString()).toBe('kept');
    rmSync(place, { recursive: true });
  });

  it('has what it saved, moments after it took it, when its process is killed', async () => {
    const place = temporaryFolder();
    const script = join(import.meta.dirname, 'support', 'blob-process.ts');
    const child = spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await eventually('the blob on the disk', () => isSaved(place, 'b19'));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;

    const again = await startBlob({ folder: place });
    const content = await service(again).getContainerClient('kept').getBlobClient('b19').downloadToBuffer();
    await again.stop();

    expect(content.toString()).toBe('b19');
    rmSync(place, { recursive: true });
  });
});
