import type { Environment } from '../../config/environment.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';
import { isLoopback } from './is-loopback.ts';

type Settings = Pick<
  Environment,
  'DATABASE_URL' | 'KEY_VAULT_URL' | 'BLOB_STORAGE' | 'SERVICE_BUS' | 'OTEL_EXPORTER_OTLP_ENDPOINT'
>;

/** Values of `sslmode` with which the server's certificate is asked for. */
const ENCRYPTED = /^(?:require|verify-ca|verify-full)$/;

/**
 * Refuses to start where credentials or masked data would leave the machine unencrypted: Azure's clients and PostgreSQL's connect by themselves, so their
 * addresses are looked at here. Hosts that the configuration names for plain http are meant to be reached so.
 * @throws PermanentError(`CONFIG_INVALID`) naming every such setting, never its value
 */
export function checkTransport(settings: Settings, plainHosts: readonly string[]): void {
  const faults = Object.entries(ADDRESSES).flatMap(([name, plainAddressOf]) => {
    const address = plainAddressOf(settings);
    if (address === null || isLoopback(address)) return [];
    return plainHosts.includes(address.host) || plainHosts.includes(address.hostname) ? [] : [name];
  });
  if (faults.length === 0) return;
  throw new PermanentError(
    'CONFIG_INVALID',
    `Without encryption to another machine: ${faults.join(', ')}. Use https, or sslmode=verify-full for the database, or name the host in network.allowHttpHosts.`,
  );
}

/** Of each setting the address that it would reach unencrypted; null when it is encrypted, or not given. */
const ADDRESSES: Readonly<Record<keyof Settings, (settings: Settings) => URL | null>> = {
  DATABASE_URL({ DATABASE_URL }) {
    const url = URL.parse(DATABASE_URL);
    // Without a host it is a socket of this machine.
    if (url === null || url.hostname === '') return null;
    const isEncrypted =
      ENCRYPTED.test(url.searchParams.get('sslmode') ?? '') || url.searchParams.get('ssl') === 'true';
    // As http, so that all addresses here are written alike.
    return isEncrypted ? null : URL.parse(`http://${url.host}`);
  },
  KEY_VAULT_URL: ({ KEY_VAULT_URL }) => plain(KEY_VAULT_URL),
  BLOB_STORAGE({ BLOB_STORAGE }) {
    const endpoint = /(?:^|;)BlobEndpoint=([^;]+)/i.exec(BLOB_STORAGE)?.[1] ?? BLOB_STORAGE;
    const account = /(?:^|;)AccountName=([^;]+)/i.exec(BLOB_STORAGE)?.[1];
    if (/^https?:/i.test(endpoint)) return plain(endpoint);
    const isPlain = /(?:^|;)DefaultEndpointsProtocol=http(?:;|$)/i.test(BLOB_STORAGE);
    return isPlain && account !== undefined ? URL.parse(`http://${account}.blob.core.windows.net`) : null;
  },
  SERVICE_BUS({ SERVICE_BUS }) {
    // A connection string may ask for AMQP without TLS.
    if (!/DevelopmentEmulator=true/i.test(SERVICE_BUS)) return null;
    const host = /Endpoint=sb:\/\/([^/;]+)/i.exec(SERVICE_BUS)?.[1];
    return host === undefined ? null : URL.parse(`http://${host}`);
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: ({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }) => plain(endpoint ?? ''),
};

function plain(address: string): URL | null {
  const url = URL.parse(address);
  return url?.protocol === 'http:' ? url : null;
}
