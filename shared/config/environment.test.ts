import { describe, expect, it } from 'vitest';
import { loadEnvironment } from './environment.ts';

const COMPLETE = {
  SERVICE_BUS: 'Endpoint=sb://bus.example;SharedAccessKeyName=a;SharedAccessKey=hunter2',
  BLOB_STORAGE: 'AccountName=a;AccountKey=hunter2',
  DATABASE_URL: 'postgres://user:hunter2@db.example/perf',
  KEY_VAULT_URL: 'https://vault.example',
  PERF_AGENT_CONFIG: 'config.yaml',
  PUBLIC_URL: 'https://perf.example',
};

describe('loadEnvironment', () => {
  it('reads the settings of the app and nothing else', () => {
    expect(loadEnvironment({ ...COMPLETE, HOME: '/root' })).toEqual(COMPLETE);
  });

  it('names every fault at once, and no value', () => {
    const wrong = { ...COMPLETE, DATABASE_URL: 'mysql://user:hunter2@db', PUBLIC_URL: 'hunter2' };

    const said = messageOf(() =>
      loadEnvironment({ ...wrong, KEY_VAULT_URL: undefined, SERVICE_BUS: undefined }),
    );

    expect(said).toContain('KEY_VAULT_URL: is not set');
    expect(said).toContain('SERVICE_BUS: is not set');
    expect(said).toContain('DATABASE_URL: must start with postgres://');
    expect(said).toContain('PUBLIC_URL: ');
    expect(said).not.toContain('hunter2');
  });

  it('takes the settings of managed identities where there is no connection string', () => {
    const environment = loadEnvironment({
      ...COMPLETE,
      SERVICE_BUS: undefined,
      BLOB_STORAGE: undefined,
      SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net',
      BLOB_STORAGE__blobServiceUri: 'https://store.blob.core.windows.net',
    });

    expect(environment).toMatchObject({
      SERVICE_BUS: 'bus.servicebus.windows.net',
      BLOB_STORAGE: 'https://store.blob.core.windows.net',
    });
  });

  it('lets a connection string win over a managed identity', () => {
    const both = { ...COMPLETE, SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net' };

    expect(loadEnvironment(both).SERVICE_BUS).toBe(COMPLETE.SERVICE_BUS);
  });

  it.each(['SERVICE_BUS', 'BLOB_STORAGE', 'PERF_AGENT_CONFIG'])(
    'takes an empty %s for no setting',
    (name) => {
      expect(() => loadEnvironment({ ...COMPLETE, [name]: '' })).toThrow(name);
    },
  );
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  throw new TypeError('It did not fail.');
}
