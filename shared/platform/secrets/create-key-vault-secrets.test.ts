import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import { createKeyVaultSecrets } from './create-key-vault-secrets.ts';

const TOKEN = 'eyJ-the-token-of-the-identity';
const CHALLENGE = 'Bearer authorization="https://login.example/tenant", resource="https://vault.azure.net"';
const MINUTE_MS = 60_000;

describe('createKeyVaultSecrets', () => {
  stopServersAfterEach();

  it('gives the value, asked for with the token of the identity', async () => {
    const { secret, reads } = await startVault(() => json(200, bundleOf('hunter2')));

    expect(await secret('gitlab-token')).toBe('hunter2');
    expect(reads()).toEqual(['/secrets/gitlab-token/']);
  });

  it('asks once in five minutes, so that a rotated secret is picked up', async () => {
    let value = 'first';
    const { secret, reads, clock } = await startVault(() => json(200, bundleOf(value)));

    await secret('gitlab-token');
    value = 'second';
    clock.now += 4 * MINUTE_MS;
    const kept = await secret('gitlab-token');
    clock.now += 2 * MINUTE_MS;

    expect(kept).toBe('first');
    expect(await secret('gitlab-token')).toBe('second');
    expect(reads()).toHaveLength(2);
  });

  it('does not keep a failure', async () => {
    let status = 404;
    const { secret } = await startVault(() =>
      json(status, { ...bundleOf('hunter2'), error: { code: 'SecretNotFound' } }),
    );
    await expect(secret('late')).rejects.toMatchObject({ code: 'SECRET_MISSING' });
    status = 200;

    expect(await secret('late')).toBe('hunter2');
  });

  it.each([
    ['that the vault does not have', 404, { error: { code: 'SecretNotFound' } }],
    ['that is empty', 200, bundleOf('')],
  ])('refuses a secret %s for good, by its name', async (_name, status, body) => {
    const { secret } = await startVault(() => json(status, body));

    const asking = secret('gitlab-token');

    await expect(asking).rejects.toMatchObject({ code: 'SECRET_MISSING', disposition: 'dead-letter' });
    await expect(asking).rejects.toThrow(/"gitlab-token"/);
  });

  it.each([403, 429, 500, 503])(
    'comes back later when the vault answers %i, without the token in the error',
    async (status) => {
      const { secret } = await startVault(() => json(status, { error: { code: 'x', message: TOKEN } }));

      const failure: unknown = await secret('gitlab-token').catch((error: unknown) => error);

      expect(failure).toMatchObject({ code: 'SECRETS_UNAVAILABLE', disposition: 'retry' });
      expect(String(failure)).toContain(String(status));
      expect(String(failure)).not.toContain(TOKEN);
    },
  );

  it('does not wait for ever for a vault that takes the request and does not answer', async () => {
    const { secret } = await startVault(() => () => undefined, 300);

    await expect(secret('gitlab-token')).rejects.toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
  });

  it('comes back later when there is no vault at the address', async () => {
    const { read: secret } = createKeyVaultSecrets('http://127.0.0.1:9', credential, Date.now);

    await expect(secret('gitlab-token')).rejects.toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
  });
});

function bundleOf(value: string): object {
  return { value, id: 'https://vault.example/secrets/gitlab-token/1', attributes: { enabled: true } };
}

function credential() {
  return { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 60 * MINUTE_MS }) };
}

/** A vault that challenges, as Key Vault does, and answers whoever brings the token. */
async function startVault(answer: () => RequestListener, timeoutMs?: number) {
  const server = await serve((request, response) => {
    if (request.headers.authorization === `Bearer ${TOKEN}`) {
      answer()(request, response);
      return;
    }
    response.writeHead(401, { 'www-authenticate': CHALLENGE });
    response.end();
  });
  const clock = { now: 0 };
  const reads = (): string[] =>
    server.seen
      .filter(({ headers }) => headers['authorization'] !== undefined)
      .map(({ url }) => url.split('?')[0] ?? '');
  const { read: secret } = createKeyVaultSecrets(
    server.url('/').origin,
    credential,
    () => clock.now,
    timeoutMs,
  );
  return { secret, reads, clock };
}
