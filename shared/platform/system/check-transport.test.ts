import { describe, expect, it } from 'vitest';
import { checkTransport } from './check-transport.ts';

const ENCRYPTED = {
  DATABASE_URL: 'postgresql://u:secret@db.example:5432/perf?sslmode=verify-full',
  KEY_VAULT_URL: 'https://v.vault.azure.net',
  BLOB_STORAGE: 'https://a.blob.core.windows.net',
  SERVICE_BUS: 'ns.servicebus.windows.net',
};
const LOCAL = {
  DATABASE_URL: 'postgresql://u:secret@127.0.0.1:5432/perf?sslmode=disable',
  KEY_VAULT_URL: 'http://localhost:7072',
  BLOB_STORAGE: 'AccountName=a;AccountKey=secret;BlobEndpoint=http://127.0.0.1:10000/a;',
  SERVICE_BUS: 'Endpoint=sb://127.0.0.1:5672;SharedAccessKey=secret;UseDevelopmentEmulator=true;',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://[::1]:4318',
};

describe('checkTransport', () => {
  it('takes encrypted settings, and anything within this machine', () => {
    expect(() => checkTransport(ENCRYPTED, [])).not.toThrow();
    expect(() => checkTransport(LOCAL, [])).not.toThrow();
    expect(() => checkTransport({ ...LOCAL, DATABASE_URL: 'postgresql:///perf' }, [])).not.toThrow();
  });

  it.each([
    ['DATABASE_URL', 'postgresql://u:secret@db.example/perf'],
    ['DATABASE_URL', 'postgresql://u:secret@db.example/perf?sslmode=disable'],
    ['DATABASE_URL', 'postgresql://u:secret@10.0.0.7:5432/perf?sslmode=prefer'],
    ['KEY_VAULT_URL', 'http://vault.example:8200'],
    ['BLOB_STORAGE', 'http://a.blob.core.windows.net'],
    ['BLOB_STORAGE', 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=secret'],
    ['BLOB_STORAGE', 'AccountName=a;AccountKey=secret;BlobEndpoint=http://blobs.example/a'],
    ['SERVICE_BUS', 'Endpoint=sb://bus.example;SharedAccessKey=secret;UseDevelopmentEmulator=true'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.example:4318'],
  ])('refuses %s that would leave the machine unencrypted, and names it without its value', (name, value) => {
    const checked = (): void => checkTransport({ ...ENCRYPTED, [name]: value }, []);

    expect(checked).toThrow(new RegExp(`to another machine: ${name}\\.`));
    expect(checked).not.toThrow(/secret|example/);
  });

  it('names all at once, but not hosts that the configuration means to reach so', () => {
    const settings = {
      ...ENCRYPTED,
      DATABASE_URL: 'postgresql://u@db:5432/perf',
      KEY_VAULT_URL: 'http://vault:8200',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    };

    expect(() => checkTransport(settings, [])).toThrow(
      'DATABASE_URL, KEY_VAULT_URL, OTEL_EXPORTER_OTLP_ENDPOINT',
    );
    expect(() => checkTransport(settings, ['db', 'vault:8200'])).toThrow(
      'machine: OTEL_EXPORTER_OTLP_ENDPOINT.',
    );
    expect(() => checkTransport(settings, ['db', 'vault', 'collector'])).not.toThrow();
  });
});
