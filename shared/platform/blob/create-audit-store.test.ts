import { describe, expect, it } from 'vitest';
import { answer, body, signal, startStore } from '../../../test/support/blob-server.ts';
import { stopServersAfterEach } from '../../../test/support/local-server.ts';
import { sha256 } from '../../audit/sha256.ts';
import { createAuditStore } from './create-audit-store.ts';

const STANDING = new TextEncoder().encode('{"a":2}');

describe('the audit store', () => {
  stopServersAfterEach();

  it('does not overwrite an entry: the number is taken', async () => {
    const { container } = await startStore((request, response) => {
      if (request.method === 'PUT') answer(409, 'BlobAlreadyExists')(request, response);
      else body(STANDING)(request, response);
    });
    const store = createAuditStore(container, container);

    expect(await store.createEntry('default', 7, '{}', signal())).toBe(false);
  });

  it('writes entries in the order of their numbers, and the keys of a run under its hash', async () => {
    const { container, server } = await startStore((request, response) =>
      (request.method === 'GET' ? answer(404, 'BlobNotFound') : answer(201))(request, response),
    );
    const store = createAuditStore(container, container);

    await store.createEntry('default', 7, '{}', signal());
    await store.addKeys('default', 'run-x', ['run-x:plan'], signal());
    await store.writeEnd('default', 7, signal());

    const writes = server.seen.filter(({ method }) => method === 'PUT');
    expect(writes.map(({ url }) => decodeURIComponent(url.split('?')[0] ?? ''))).toEqual([
      '/account/container/default/000000000007.json',
      `/account/container/audit/default/entered/${sha256('run-x')}`,
      '/account/container/audit/default/end',
    ]);
    expect(writes.map(({ headers }) => headers['if-none-match'])).toEqual(['*', '*', undefined]);
  });

  it('begins at 0 where nothing was noted', async () => {
    const { container } = await startStore(answer(404, 'BlobNotFound'));
    const store = createAuditStore(container, container);

    expect(await store.readEnd('default', signal())).toBe(0);
    expect(await store.readKeys('default', 'x', signal())).toEqual(new Set());
    expect(await store.readEntry('default', 1, signal())).toBeNull();
  });
});
