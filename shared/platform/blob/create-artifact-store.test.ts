import { describe, expect, it } from 'vitest';
import { ACCOUNT_KEY, answer, body, listing, signal, startStore } from '../../../test/support/blob-server.ts';
import { stopServersAfterEach } from '../../../test/support/local-server.ts';
import { sha256 } from '../../audit/sha256.ts';

const BYTES = new TextEncoder().encode('{"a":1}');
const STANDING = new TextEncoder().encode('{"a":2}');

describe('the artifact store', () => {
  stopServersAfterEach();

  it('writes only when nothing is there, and says what the hash is', async () => {
    const { artifacts, server } = await startStore(answer(201));

    const written = await artifacts.create('runs/x/plan.json', BYTES, 'application/json', signal());

    expect(written).toEqual({ created: true, sha256: sha256(BYTES) });
    expect(server.seen.map(({ method, headers }) => [method, headers['if-none-match']])).toEqual([
      ['PUT', '*'],
    ]);
  });

  it.each([
    [409, 'BlobAlreadyExists'],
    [412, 'ConditionNotMet'],
  ])(
    'takes a refusal with %i as "was there first", and gives the hash of what stands',
    async (status, code) => {
      const { artifacts } = await startStore((request, response) => {
        if (request.method === 'PUT') answer(status, code)(request, response);
        else body(STANDING)(request, response);
      });

      const written = await artifacts.create('runs/x/plan.json', BYTES, 'application/json', signal());

      expect(written).toEqual({ created: false, sha256: sha256(STANDING) });
    },
  );

  it('comes back later when what was there first is gone when it is read', async () => {
    const { artifacts } = await startStore((request, response) => {
      answer(request.method === 'PUT' ? 409 : 404, 'Gone')(request, response);
    });

    await expect(artifacts.create('x', BYTES, 'text/plain', signal())).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      disposition: 'retry',
    });
  });

  it('hashes the bytes that came, whatever the store says of them', async () => {
    const { artifacts } = await startStore(
      body(STANDING, { 'content-md5': 'AAAA', 'x-ms-meta-sha256': 'x' }),
    );

    const stored = await artifacts.read('runs/x/plan.json', signal());

    expect(stored).toMatchObject({
      ref: 'runs/x/plan.json',
      sha256: sha256(STANDING),
      contentType: 'text/plain',
    });
    expect(Buffer.from(stored?.bytes ?? [])).toEqual(Buffer.from(STANDING));
  });

  it('answers null for what is not there', async () => {
    const { artifacts } = await startStore(answer(404, 'BlobNotFound'));

    expect(await artifacts.read('runs/x/plan.json', signal())).toBeNull();
  });

  it.each([403, 500, 503])('comes back later on %i, naming what it did and not the key', async (status) => {
    const { artifacts } = await startStore(answer(status, 'Failed'));

    const failures = await Promise.all(
      [
        artifacts.read('runs/x/plan.json', signal()),
        artifacts.create('runs/x/plan.json', BYTES, 'application/json', signal()),
        artifacts.list('runs/', 10, signal()),
      ].map((work) => work.then(String, (error: unknown) => error)),
    );

    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', disposition: 'retry' });
      expect(String(failure)).toContain(`status ${status}`);
      expect(String(failure)).not.toContain(ACCOUNT_KEY);
    }
  });

  it('stops waiting when the caller gives up', async () => {
    const { artifacts } = await startStore(() => undefined);

    const reading = artifacts.read('runs/x/plan.json', AbortSignal.timeout(200));

    await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('lists no more than it was asked for', async () => {
    const { artifacts } = await startStore(listing(['runs/a.json', 'runs/b.json', 'runs/c.json']));

    expect(await artifacts.list('runs/', 2, signal())).toEqual(['runs/a.json', 'runs/b.json']);
  });
});
