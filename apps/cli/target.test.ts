import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpTarget, operatorTarget } from './target.ts';

const CLOUD_ENV = {
  SERVICE_BUS: 'Endpoint=sb://127.0.0.1:1/;SharedAccessKey=dev',
  BLOB_STORAGE: 'dev',
  DATABASE_URL: 'postgresql://postgres:pw@127.0.0.1:2/postgres',
  KEY_VAULT_URL: 'http://127.0.0.1:3',
  PERF_AGENT_CONFIG: 'dev.yaml',
};
const PRODUCTION = {
  SERVICE_BUS__fullyQualifiedNamespace: 'prod.servicebus.windows.net',
  BLOB_STORAGE__blobServiceUri: 'https://prod.blob.core.windows.net',
  DATABASE_URL: 'postgresql://admin:secret@prod.example.com/perf',
  KEY_VAULT_URL: 'https://prod.vault.azure.net',
};

describe('the installation that a command works on', () => {
  let cloud: string;

  beforeAll(() => {
    cloud = mkdtempSync(path.join(tmpdir(), 'perf-agent-target-'));
    const content = { urls: { functions: 'http://127.0.0.1:7071' }, keys: { default: 'k' }, env: CLOUD_ENV };
    writeFileSync(path.join(cloud, 'cloud.json'), JSON.stringify(content));
  });

  afterAll(() => rmSync(cloud, { recursive: true, force: true }));

  it('is that of identity-style settings, whatever cloud runs in this folder', () => {
    const { env, target } = operatorTarget({}, PRODUCTION, cloud);

    expect(env).toEqual(PRODUCTION);
    expect(target).toBe(
      'Service Bus prod.servicebus.windows.net, Blob Storage prod.blob.core.windows.net, database prod.example.com/perf, Key Vault prod.vault.azure.net (environment)',
    );
  });

  it.each(Object.entries(PRODUCTION))('is the environment as soon as %s is given', (name, value) => {
    expect(operatorTarget({}, { [name]: value }, cloud).env).toEqual({ [name]: value });
  });

  it('is the embedded cloud of this folder when the environment names no place', () => {
    const { env, target } = operatorTarget({}, { PATH: '/bin', KEY_VAULT_URL: '' }, cloud);

    expect(env).toEqual({ PATH: '/bin', ...CLOUD_ENV });
    expect(target).toBe(`embedded cloud in ${cloud}`);
  });

  it('is all of the embedded cloud that --cloud names, and nothing of the environment', () => {
    const { env } = operatorTarget({ cloud }, { PATH: '/bin', ...PRODUCTION });

    expect(env).toEqual({ PATH: '/bin', ...CLOUD_ENV });
  });

  it('is refused when --cloud names a folder without one, rather than taken from elsewhere', () => {
    expect(() => operatorTarget({ cloud: '/nowhere' }, PRODUCTION)).toThrow('/nowhere');
    expect(() => httpTarget({ cloud: '/nowhere' }, { PERF_AGENT_URL: 'https://prod' })).toThrow('/nowhere');
  });

  it('is told without a secret', () => {
    const told = [
      PRODUCTION,
      CLOUD_ENV,
      { ...CLOUD_ENV, BLOB_STORAGE: 'AccountName=store;AccountKey=secret' },
    ].map((env) => operatorTarget({}, env, cloud).target);

    expect(told.join(' ')).toContain('Blob Storage store');
    expect(told.join(' ')).not.toMatch(/secret|admin|pw@|SharedAccessKey/);
  });

  it('has its own address and key at the doors', () => {
    const env = { PERF_AGENT_URL: 'https://prod', PERF_AGENT_KEY: 'prod-key' };

    expect(httpTarget({}, env, cloud)).toEqual({ url: 'https://prod', key: 'prod-key' });
    expect(httpTarget({ cloud }, env)).toEqual({ url: 'http://127.0.0.1:7071', key: 'k' });
    expect(httpTarget({}, {}, cloud)).toEqual({ url: 'http://127.0.0.1:7071', key: 'k' });
    expect(httpTarget({ url: 'https://other/' }, env, cloud)).toEqual({ url: 'https://other', key: '' });
    expect(httpTarget({ url: 'https://other' }, { PERF_AGENT_KEY: 'ci' })).toEqual({
      url: 'https://other',
      key: 'ci',
    });
  });

  it('takes a key from a file, and says which file has none', () => {
    const keyFile = path.join(cloud, 'key');
    writeFileSync(keyFile, ' pak_of_the_file\n');
    const empty = path.join(cloud, 'empty');
    writeFileSync(empty, '\n');

    expect(httpTarget({ url: 'https://prod', keyFile }, {}).key).toBe('pak_of_the_file');
    expect(httpTarget({ cloud, keyFile }, {}).key).toBe('pak_of_the_file');
    expect(() => httpTarget({ url: 'https://prod', keyFile: empty }, {})).toThrow('there is no key in');
    expect(() => httpTarget({ url: 'https://prod', keyFile: '/nowhere' }, {})).toThrow('cannot be read');
  });
});
