import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectAccess } from '../../shared/connect-access.ts';
import { Configuration, type VaultConnection } from '../../shared/config/configuration.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createVaultSecrets } from '../../shared/platform/secrets/create-vault-secrets.ts';
import { renewingKit } from '../../shared/platform/secrets/renewing-kit.ts';
import { clientWith, failureOf, Thing } from '../support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../support/local-server.ts';
import { startVaultServer, type VaultServer } from '../support/start-vault-server.ts';
import { ROOT } from '../support/start-installation.ts';

const MINUTE_MS = 60_000;
const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
stopServersAfterEach();

let vault: VaultServer;
beforeEach(async () => {
  vault = await startVaultServer();
  vault.values.set('perf-agent/gitlab-token', 'first');
});
afterEach(() => vault.stop());

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function secretsOf(auth: VaultConnection['auth'], more: Partial<VaultConnection> = {}) {
  const clock = { now: 0 };
  const connection = { kind: 'hashicorp' as const, mount: 'secret', folder: 'perf-agent', auth, ...more };
  const secrets = createVaultSecrets({
    address: vault.url,
    vault: connection,
    http: clientWith(),
    now: () => clock.now,
  });
  return { secrets, clock };
}

const APP_ROLE = () => ({
  kind: 'app-role' as const,
  roleId: 'perf',
  secretIdFile: fileOf('secret-id', 's.1234\n'),
  mount: 'approle',
});

describe('secrets from HashiCorp Vault', () => {
  it('opens it with the token of a file, and with a new one when the file has one', async () => {
    const file = fileOf('token', 'hvs.one\n');
    const { secrets, clock } = secretsOf({ kind: 'token-file', file });
    vault.tokens.add('hvs.one');

    const before = await secrets.read('gitlab-token');
    vault.tokens.clear();
    vault.tokens.add(fileToken(file, 'hvs.two'));
    clock.now += 6 * MINUTE_MS;

    expect([before, await secrets.read('gitlab-token')]).toEqual(['first', 'first']);
  });

  it('logs in by AppRole, once for many secrets, and anew when the token has ended', async () => {
    const { secrets, clock } = secretsOf(APP_ROLE(), { namespace: 'team' });
    vault.logins.set('approle', { role_id: 'perf', secret_id: 's.1234' });
    vault.values.set('perf-agent/jira-token', 'second');

    await Promise.all([secrets.read('gitlab-token'), secrets.read('gitlab-token')]);
    await secrets.read('jira-token');
    vault.tokens.clear();
    clock.now += 6 * MINUTE_MS;
    const after = await secrets.read('gitlab-token');

    expect(after).toBe('first');
    expect(vault.asked.filter(({ path: asked }) => asked.endsWith('/login'))).toHaveLength(2);
    expect(vault.asked.every(({ namespace }) => namespace === 'team')).toBe(true);
  });

  it("logs in by the pod's service account on Kubernetes", async () => {
    const tokenFile = fileOf('jwt', 'ey.pod.jwt');
    const { secrets } = secretsOf({ kind: 'kubernetes', role: 'perf-agent', tokenFile, mount: 'kubernetes' });
    vault.logins.set('kubernetes', { role: 'perf-agent', jwt: 'ey.pod.jwt' });

    expect(await secrets.read('gitlab-token')).toBe('first');
  });

  it('uses a rotated secret within five minutes and without a restart', async () => {
    const { secrets, clock } = secretsOf(APP_ROLE());
    vault.logins.set('approle', { role_id: 'perf', secret_id: 's.1234' });

    await secrets.read('gitlab-token');
    vault.values.set('perf-agent/gitlab-token', 'rotated');
    clock.now += 4 * MINUTE_MS;
    const kept = await secrets.read('gitlab-token');
    clock.now += 2 * MINUTE_MS;

    expect([kept, await secrets.read('gitlab-token')]).toEqual(['first', 'rotated']);
  });

  it('tells a secret that is not there from a vault that is out of order', async () => {
    const { secrets } = secretsOf(APP_ROLE());
    vault.logins.set('approle', { role_id: 'perf', secret_id: 's.1234' });

    const missing = await failureOf(secrets.read('nothing'));
    vault.failing = 503;
    const broken = await failureOf(secrets.read('gitlab-token'));
    vault.failing = null;

    expect(missing).toMatchObject({ code: 'SECRET_MISSING', disposition: 'dead-letter' });
    expect(broken).toMatchObject({ code: 'SECRETS_UNAVAILABLE', disposition: 'retry' });
    expect(await secrets.read('gitlab-token')).toBe('first');
  });

  it('says nothing of token, secret id or value in its errors', async () => {
    const { secrets } = secretsOf(APP_ROLE());

    const failure = await failureOf(secrets.read('gitlab-token'));

    expect(failure.code).toBe('SECRETS_UNAVAILABLE');
    expect(`${String(failure)}${JSON.stringify(failure)}${String(failure.cause)}`).not.toMatch(
      /s\.1234|hvs\./,
    );
  });
});

describe('a secret that a service does not accept', () => {
  async function rotating() {
    const { secrets } = secretsOf(APP_ROLE());
    vault.logins.set('approle', { role_id: 'perf', secret_id: 's.1234' });
    let accepted = 'first';
    const service = await serve((request, response) =>
      request.headers.authorization === accepted
        ? json(200, { name: 'ok' })(request, response)
        : json(401, {})(request, response),
    );
    const kit = renewingKit({ http: clientWith(), clock: { now: () => new Date() } }, secrets);
    const call = async () =>
      kit.http.getJson(service.url(), Thing, {
        headers: { authorization: await kit.secret('gitlab-token') },
        signal: AbortSignal.timeout(10_000),
      });
    return { call, accept: (value: string) => (accepted = value) };
  }

  it('is read anew at once; the call comes back and succeeds with the new one', async () => {
    const { call, accept } = await rotating();
    await call();
    vault.values.set('perf-agent/gitlab-token', 'rotated');
    accept('rotated');

    const refused = await failureOf(call());
    const again = await call();

    expect(refused).toMatchObject({ code: 'REMOTE_UNAUTHORISED', disposition: 'retry' });
    expect(refused.message).not.toContain('rotated');
    expect(again?.body).toEqual({ name: 'ok' });
  });

  it('stays refused for good when the vault has no other', async () => {
    const { call, accept } = await rotating();
    accept('somewhere else');

    expect(await failureOf(call())).toMatchObject({
      code: 'REMOTE_UNAUTHORISED',
      disposition: 'dead-letter',
    });
  });
});

describe('a secret that is empty', () => {
  it.each(['', ' \n'])('opens no door to who shows nothing: %j', async (value) => {
    const database = createDatabase('postgresql://nobody@127.0.0.1:1/none');
    const configuration = Configuration.parse({ schema: 'perf-agent.config.v1' });
    const access = connectAccess(configuration, database, { http: clientWith(), secret: async () => value });

    expect(await access.installationKey()).toBeNull();
    await database.destroy();
  });
});

describe('the sources of the product', () => {
  const sources = ['shared', 'functions']
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(folder, file),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found = (pattern: RegExp): readonly string[] =>
    sources.filter((file) => pattern.test(readFileSync(path.join(ROOT, file), 'utf8')));

  it('start no other program, so that no list of processes shows what the product knows', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect(found(/node:child_process|\bexecFile\b|node:cluster/)).toEqual([]);
  });

  it('compare no signature, token or password sign by sign', () => {
    const name = '\\w*(?:signature|mac|token|secret|password)';
    const compared = new RegExp(`\\b${name} [!=]== (?!undefined|null|''|\\d)|[!=]== ${name}\\b(?!\\()`);
    const atDoors = found(compared).filter((file) =>
      /^shared\/(?:doors|access|connectors|platform)\//.test(file),
    );

    expect(atDoors).toEqual([]);
    expect(found(/timingSafeEqual|equalInConstantTime/).length).toBeGreaterThanOrEqual(8);
  });
});

function fileToken(file: string, token: string): string {
  writeFileSync(file, token);
  return token;
}
