import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Blob, startBlob } from '../../apps/local/blob/start-blob.ts';
import { sha256 } from '../../shared/audit/sha256.ts';
import { CONTAINERS, createBlobServiceClient } from '../../shared/platform/blob/blob-client.ts';
import { createArtifactStore } from '../../shared/platform/blob/create-artifact-store.ts';
import { createAuditStore } from '../../shared/platform/blob/create-audit-store.ts';
import { createBlobLock } from '../../shared/platform/blob/create-blob-lock.ts';
import { createRawVault } from '../../shared/platform/blob/create-raw-vault.ts';
import { type HttpFault, type HttpProxy, startHttpProxy } from '../faults/harness/start-http-proxy.ts';
import { createMemoryLock } from '../support/memory-pipeline.ts';
import { createMemoryRawVault } from '../support/memory-stage.ts';
import { createMemoryArtifacts, createMemoryAudit } from '../support/memory-stores.ts';
import { itKeepsArtifacts } from './artifact-store.ts';
import { itKeepsAnAuditLog } from './audit-store.ts';
import { itExcludes } from './lock.ts';
import { itKeepsRawPayloads } from './raw-vault.ts';

// What unit tests are run on keeps the same promises, or they would prove nothing.
describe('in memory', () => {
  const artifacts = createMemoryArtifacts();
  const vault = createMemoryRawVault();
  const lock = createMemoryLock();

  describe('the artifact store', () => itKeepsArtifacts(() => artifacts));
  describe('the raw vault', () => itKeepsRawPayloads(() => vault));
  describe('the lock', () => itExcludes(() => ({ first: lock, second: lock })));
  describe('the audit store', () => itKeepsAnAuditLog(createMemoryAudit, () => 'default'));
});

describe('on the embedded blob service', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-blob-'));
  let blob: Blob;
  let proxy: HttpProxy;
  let clients: { readonly one: BlobServiceClient; readonly two: BlobServiceClient };
  let tenants = 0;

  beforeAll(async () => {
    blob = await startBlob({ folder });
    proxy = await startHttpProxy(blob.url);
    const { port } = new URL(proxy.url);
    const client = () =>
      createBlobServiceClient(blob.connectionString.replace(`:${blob.port}/`, `:${port}/`), none);
    clients = { one: client(), two: client() };
    for (const name of Object.values(CONTAINERS)) await clients.one.getContainerClient(name).create();
  });
  afterEach(() => proxy.set(null));
  afterAll(async () => {
    await proxy.stop();
    await blob.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const container = (name: keyof typeof CONTAINERS, client = clients.one) =>
    client.getContainerClient(CONTAINERS[name]);
  const artifacts = () => createArtifactStore(container('artifacts'));
  const audit = () => createAuditStore(container('audit'), container('state'));
  const vault = () => createRawVault(container('raw'));
  const locks = () => ({
    first: createBlobLock(container('state')),
    second: createBlobLock(container('state', clients.two)),
  });

  describe('the artifact store', () => itKeepsArtifacts(artifacts));
  describe('the raw vault', () => itKeepsRawPayloads(vault));
  describe('the lock', () => itExcludes(locks));
  describe('the audit store', () => itKeepsAnAuditLog(audit, () => `tenant-${(tenants += 1)}`));

  describe('when the service misbehaves', () => {
    const BYTES = new TextEncoder().encode('{"a":1}');
    const signal = (): AbortSignal => AbortSignal.timeout(20_000);

    it.each<[string, HttpFault]>([
      ['answers 500', { kind: 'status', status: 500 }],
      ['is busy (503)', { kind: 'status', status: 503 }],
      ['cuts connections', { kind: 'refuse' }],
    ])('each verb comes back later while it %s, and works again afterwards', async (what, fault) => {
      const ref = `runs/${sha256(what)}/plan.json`;
      const verbs: readonly (() => Promise<unknown>)[] = [
        () => artifacts().read(ref, signal()),
        () => artifacts().create(ref, BYTES, 'application/json', signal()),
        () => artifacts().list('runs/', 10, signal()),
        () => vault().put(ref, BYTES, 'application/json', signal()),
        () => vault().take(ref, signal()),
        () => audit().createEntry('default', 900, '{}', signal()),
        () => audit().readEntry('default', 900, signal()),
        () => audit().readRotations('default', signal()),
        () => locks().first.withLock(ref, signal(), async () => 'done'),
      ];
      proxy.set(fault);
      const failed = await Promise.all(verbs.map((verb) => verb().then(String, (error: unknown) => error)));
      proxy.set(null);

      for (const failure of failed)
        expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', disposition: 'retry' });
      expect(await artifacts().create(ref, BYTES, 'application/json', signal())).toEqual({
        created: true,
        sha256: sha256(BYTES),
      });
    });

    it('a write whose answer is lost is done, and the next delivery finds it', async () => {
      const ref = 'runs/lost-answer/plan.json';
      proxy.set({ kind: 'lose-answers' });
      const lost: unknown = await artifacts()
        .create(ref, BYTES, 'application/json', signal())
        .catch((error: unknown) => error);
      proxy.set(null);

      const again = await artifacts().create(ref, new TextEncoder().encode('other'), 'text/plain', signal());

      expect(lost).toMatchObject({ code: 'STORE_UNAVAILABLE', disposition: 'retry' });
      expect(again).toEqual({ created: false, sha256: sha256(BYTES) });
    });

    it('takes 412 as "was there first" only when something is there', async () => {
      proxy.set({ kind: 'status', status: 412, writes: true });

      const writing = artifacts().create('runs/nothing-there/plan.json', BYTES, 'text/plain', signal());

      await expect(writing).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', disposition: 'retry' });
    });

    it('a slow service is waited for, and one that hangs no longer than the caller waits', async () => {
      await artifacts().create('runs/slow/plan.json', BYTES, 'text/plain', signal());
      proxy.set({ kind: 'slow', ms: 200 });
      const slow = await artifacts().read('runs/slow/plan.json', signal());
      proxy.set({ kind: 'freeze' });
      const begun = performance.now();
      const hung = artifacts().read('runs/slow/plan.json', AbortSignal.timeout(200));

      await expect(hung).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      // Less than the client's own time for one try.
      expect(performance.now() - begun).toBeLessThan(14_000);
      expect(slow?.sha256).toBe(sha256(BYTES));
    });

    it('work under a lock is not repeated when the lease cannot be given back', async () => {
      let done = 0;
      const working = locks().first.withLock('given-back-late', signal(), async () => {
        done += 1;
        proxy.set({ kind: 'status', status: 503 });
      });

      await expect(working).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', disposition: 'retry' });
      expect(done).toBe(1);
    });
  });
});

function none(): never {
  throw new TypeError('A connection string needs no identity.');
}
