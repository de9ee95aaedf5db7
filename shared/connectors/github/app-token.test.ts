import { afterEach, describe, expect, it } from 'vitest';
import { connectorKit } from '../../../test/support/connector-kit.ts';
import {
  type GithubServer,
  startGithubServer,
} from '../../../test/support/github-server/start-github-server.ts';
import { createAppTokens } from './app-token.ts';

const servers: GithubServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function prepared(more: { installationId?: number; key?: (pem: string) => string } = {}) {
  let now = new Date('2026-11-21T08:00:00Z');
  const server = await startGithubServer({ token: 'unused', now: () => now });
  servers.push(server);
  const { clientId, privateKey } = server.app;
  const kit = connectorKit({ key: (more.key ?? ((pem) => pem))(privateKey) }, { now: () => now });
  const tokens = createAppTokens(
    server.url,
    { clientId, privateKeySecret: 'key', installationId: more.installationId },
    kit,
  );
  return { server, tokens, wait: (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000)) };
}

const signal = () => AbortSignal.timeout(10_000);

describe('createAppTokens', () => {
  it('gives one token for an hour, and a new one before the old one expires', async () => {
    const { server, tokens, wait } = await prepared({ installationId: 77 });

    const first = await tokens.tokenFor('shop', signal());
    wait(54);
    const same = await tokens.tokenFor('shop', signal());
    wait(2);
    const renewed = await tokens.tokenFor('shop', signal());

    expect(same).toBe(first);
    expect(renewed).not.toBe(first);
    expect(server.tokensGiven()).toBe(2);
  });

  it('looks up the installation of an owner once', async () => {
    const { server, tokens } = await prepared();

    await Promise.all([tokens.tokenFor('shop', signal()), tokens.tokenFor('Shop', signal())]);
    await tokens.tokenFor('shop', signal());

    expect(server.requests().filter((line) => line.includes('/installation'))).toEqual([
      'GET /orgs/shop/installation',
      'POST /app/installations/77/access_tokens',
    ]);
  });

  it('reads a key whose line breaks were written out', async () => {
    const { tokens } = await prepared({
      installationId: 77,
      key: (pem) => pem.trim().replaceAll('\n', '\\n'),
    });

    expect(await tokens.tokenFor('shop', signal())).toMatch(/^ghs_/);
  });

  it('says which secret is no key, and nothing of what it holds', async () => {
    const { tokens } = await prepared({ installationId: 77, key: () => 'hunter2-not-a-key' });

    const failure: unknown = await tokens.tokenFor('shop', signal()).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(String(failure)).toContain('"key"');
    expect(String(failure)).not.toContain('hunter2');
  });

  it('says where the App is not installed, and asks again the next time', async () => {
    const { server, tokens } = await prepared();
    server.misbehave({ path: /installation$/, times: 2, answer: { kind: 'status', status: 404 } });

    const refused = tokens.tokenFor('shop', signal());

    await expect(refused).rejects.toMatchObject({ code: 'REMOTE_FORBIDDEN' });
    expect(await tokens.tokenFor('shop', signal())).toMatch(/^ghs_/);
  });
});
