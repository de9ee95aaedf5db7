import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * Refuses what must never be asked: protocols other than http(s), credentials inside the address (they would end up in
 * errors and traces), and plain http to anything but this machine or a host that the configuration names.
 * @throws PermanentError(`CONFIG_INVALID`)
 */
export function checkUrl(url: URL, allowHttpHosts: readonly string[]): void {
  if (url.username !== '' || url.password !== '') {
    throw new PermanentError(
      'CONFIG_INVALID',
      `The address of ${url.host} contains a user name or password; give the secret by name in the connection's settings.`,
    );
  }
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:') {
    throw new PermanentError('CONFIG_INVALID', `"${url.protocol}" is not supported; use an https address.`);
  }
  if (
    isLoopback(url.hostname) ||
    allowHttpHosts.includes(url.host) ||
    allowHttpHosts.includes(url.hostname)
  ) {
    return;
  }
  throw new PermanentError(
    'CONFIG_INVALID',
    `Plain http to ${url.host} would send the token unencrypted; use https, or allow this host explicitly.`,
  );
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
