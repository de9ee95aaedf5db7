import { DefaultAzureCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type RunningServer } from '../../apps/local/cloud/http-server.ts';
import { startIdentity } from '../../apps/local/identity/start-identity.ts';
import { startKeyVault, type KeyVault } from '../../apps/local/key-vault/start-key-vault.ts';
import { temporaryFolder } from './support/start-test-host.ts';

const TOKEN_KEY = 'a key for tokens';
const HEADER = 'the identity header';
const folder = temporaryFolder();
let identity: RunningServer;
let vault: KeyVault;

beforeAll(async () => {
  identity = await startIdentity({ header: HEADER, tokenKey: TOKEN_KEY });
  vault = await startKeyVault({ folder, tokenKey: TOKEN_KEY });
  process.env['IDENTITY_ENDPOINT'] = `${identity.url}/msi/token`;
  process.env['IDENTITY_HEADER'] = HEADER;
});
afterAll(async () => {
  delete process.env['IDENTITY_ENDPOINT'];
  delete process.env['IDENTITY_HEADER'];
  await Promise.all([identity.stop(), vault.stop()]);
  rmSync(folder, { recursive: true });
});

function client(
  url = vault.url,
  credential: TokenCredential = new ManagedIdentityCredential(),
): SecretClient {
  return new SecretClient(url, credential, {
    disableChallengeResourceVerification: true,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
}

describe('the Key Vault look-alike under the real SecretClient', () => {
  it('gives the newest version and older ones by their version', async () => {
    const secrets = client();
    const first = await secrets.setSecret('gitlab-token', 'one', {
      tags: { owner: 'us' },
      contentType: 'text/plain',
    });
    await secrets.setSecret('gitlab-token', 'two');

    const newest = await secrets.getSecret('gitlab-token');
    const older = await secrets.getSecret('gitlab-token', { version: first.properties.version ?? '' });

    expect(newest.value).toBe('two');
    expect(older.value).toBe('one');
    expect(older.properties).toMatchObject({
      name: 'gitlab-token',
      enabled: true,
      tags: { owner: 'us' },
      contentType: 'text/plain',
    });
  });

  it('reads names without regard to case, as Key Vault does', async () => {
    vault.store.set('Mixed-Case', { value: 'found' });

    const secret = await client().getSecret('mixed-case');

    expect(secret.value).toBe('found');
  });

  it('answers 404 SecretNotFound for a secret or a version that is not there', async () => {
    await expect(client().getSecret('missing')).rejects.toMatchObject({
      statusCode: 404,
      code: 'SecretNotFound',
    });
    await expect(client().getSecret('gitlab-token', { version: '0'.repeat(32) })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('lists names without values', async () => {
    const names: string[] = [];
    for await (const { name } of client().listPropertiesOfSecrets()) names.push(name);

    expect(names).toContain('gitlab-token');
  });

  it('refuses names and values that Key Vault refuses', async () => {
    await expect(client().setSecret('a_b', 'x')).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadParameter',
    });
    await expect(client().setSecret('too-long', 'x'.repeat(25_601))).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('works with DefaultAzureCredential', async () => {
    const secret = await client(vault.url, new DefaultAzureCredential()).getSecret('gitlab-token');

    expect(secret.value).toBe('two');
  });

  it('challenges a request without a token and refuses tokens of another key, another resource or the past', async () => {
    const bare = await fetch(`${vault.url}/secrets/gitlab-token?api-version=7.6`);
    const other = await startIdentity({ header: HEADER, tokenKey: 'another key' });
    const answer = await fetch(
      `${other.url}/msi/token?api-version=2019-08-01&resource=https://vault.azure.net`,
      {
        headers: { 'x-identity-header': HEADER },
      },
    );
    const forged = z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
    const refused = await fetch(`${vault.url}/secrets/gitlab-token?api-version=7.6`, {
      headers: { authorization: `Bearer ${forged}` },
    });
    await other.stop();

    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toContain('resource="https://vault.azure.net"');
    expect(refused.status).toBe(401);
    expect(await refused.text()).toContain('the signature is wrong');
  });

  it.each([
    ['a wrong identity header', 'api-version=2019-08-01&resource=https://vault.azure.net', 'wrong', 401],
    ['another API version', 'api-version=2018-02-01&resource=https://vault.azure.net', HEADER, 400],
    ['no resource', 'api-version=2019-08-01', HEADER, 400],
  ])('gives no token for %s', async (_what, query, header, status) => {
    const answer = await fetch(`${identity.url}/msi/token?${query}`, {
      headers: { 'x-identity-header': header },
    });

    expect(answer.status).toBe(status);
  });

  it('finds its secrets again after a restart', async () => {
    const again = await startKeyVault({ folder, tokenKey: TOKEN_KEY });

    const secret = await client(again.url).getSecret('gitlab-token');
    await again.stop();

    expect(secret.value).toBe('two');
  });
});
