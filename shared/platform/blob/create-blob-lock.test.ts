import { describe, expect, it } from 'vitest';
import { answer, leases, signal, startStore } from '../../../test/support/blob-server.ts';
import { stopServersAfterEach } from '../../../test/support/local-server.ts';
import { createBlobLock } from './create-blob-lock.ts';

describe('the lock', () => {
  stopServersAfterEach();

  it('holds a lease while the work runs and gives it back, even when the work fails', async () => {
    const { container, server } = await startStore(leases(() => 201));
    const lock = createBlobLock(container);

    const kept = await lock.withLock('changes/7', signal(), async () => 'done');
    const failed = await lock
      .withLock('changes/7', signal(), () => Promise.reject(new TypeError('bug')))
      .catch(String);

    expect([kept, failed]).toEqual(['done', 'TypeError: bug']);
    expect(server.seen.map(({ headers }) => headers['x-ms-lease-action'])).toEqual([
      'acquire',
      'release',
      'acquire',
      'release',
    ]);
  });

  it('makes the blob of a lock that nobody held before', async () => {
    let made = false;
    const { container, server } = await startStore((request, response) => {
      const action = request.headers['x-ms-lease-action'];
      if (action === undefined) made = true;
      leases(() => (made ? 201 : 404))(request, response);
    });

    expect(await createBlobLock(container).withLock('new', signal(), async () => 'done')).toBe('done');
    expect(server.seen.map(({ headers }) => headers['x-ms-lease-action'] ?? 'create')).toEqual([
      'acquire',
      'create',
      'acquire',
      'release',
    ]);
  });

  it('waits a little for another holder and then says who waits for what', async () => {
    let refusals = 0;
    const { container } = await startStore(leases(() => (refusals++ < 2 ? 409 : 201)));

    expect(await createBlobLock(container).withLock('x', signal(), async () => 'done')).toBe('done');
    expect(refusals).toBeGreaterThan(2);
  });

  it('gives up after seconds when the other holder stays, and does not run the work', async () => {
    const { container } = await startStore(leases(() => 409));
    let ran = false;

    const locking = createBlobLock(container).withLock('changes/7', signal(), async () => {
      ran = true;
    });

    await expect(locking).rejects.toMatchObject({ code: 'LOCK_HELD', disposition: 'retry-later' });
    expect(ran).toBe(false);
  });

  it('is content when the lease ran out during the work, and not when the store fails', async () => {
    const [lost, down] = await Promise.all(
      [409, 503].map((status) =>
        startStore((request, response) => {
          const action = request.headers['x-ms-lease-action'];
          answer(action === 'release' ? status : 201, 'x')(request, response);
        }),
      ),
    );

    // Its own error, which says what is to be done next, and not that of the store.
    await expect(
      createBlobLock(down!.container).withLock('x', signal(), () => Promise.reject(new TypeError('bug'))),
    ).rejects.toThrow('bug');
    expect(await createBlobLock(lost!.container).withLock('x', signal(), async () => 'done')).toBe('done');
    await expect(
      createBlobLock(down!.container).withLock('x', signal(), async () => 'done'),
    ).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
