import { describe, expect, it } from 'vitest';
import { answer, body, signal, startStore } from '../../../test/support/blob-server.ts';
import { stopServersAfterEach } from '../../../test/support/local-server.ts';
import { sha256 } from '../../audit/sha256.ts';
import { createAuditStore } from './create-audit-store.ts';
import { createBlobLock } from './create-blob-lock.ts';

const STANDING = new TextEncoder().encode('{"a":2}');

describe('the audit store', () => {
  stopServersAfterEach();

  it('does not overwrite an entry: the number is taken', async () => {
    const { container } = await startStore((request, response) => {
      if (request.method === 'PUT') answer(409, 'BlobAlreadyExists')(request, response);
      else body(STANDING)(request, response);
    });
    const store = createAuditStore(container, container, createBlobLock(container));

    expect(await store.createEntry('default', 7, '{}', signal())).toBe(false);
  });

  it('writes entries in the order of their numbers and keys under their hash', async () => {
    const { container, server } = await startStore(answer(201));
    const store = createAuditStore(container, container, createBlobLock(container));

    await store.createEntry('default', 7, '{}', signal());
    await store.recordKey('default', 'run-x:plan', 7, signal());
    await store.writeHead('default', 7, signal());

    expect(server.seen.map(({ url }) => decodeURIComponent(url.split('?')[0] ?? ''))).toEqual([
      '/account/container/default/000000000007.json',
      `/account/container/audit/default/keys/${sha256('run-x:plan')}`,
      '/account/container/audit/default/head',
    ]);
    expect(server.seen.map(({ headers }) => headers['if-none-match'])).toEqual(['*', '*', undefined]);
  });

  it('begins at 0 where nothing was noted', async () => {
    const { container } = await startStore(answer(404, 'BlobNotFound'));
    const store = createAuditStore(container, container, createBlobLock(container));

    expect(await store.readHead('default', signal())).toBe(0);
    expect(await store.findKey('default', 'x', signal())).toBeNull();
    expect(await store.readEntry('default', 1, signal())).toBeNull();
  });
});
