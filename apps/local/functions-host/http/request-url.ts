import { type IncomingMessage } from 'node:http';

type RequestHead = Pick<IncomingMessage, 'url' | 'headers' | 'rawHeaders' | 'httpVersionMajor'>;

/**
 * The address that the client asked for, or null when request line or Host header make none: an address of another server, a second Host header
 * (RFC 9112, 3.2), a version of HTTP that this is not. The path is taken as a
 * path even when it begins with two slashes, which a URL would read as another host.
 */
export function requestUrl({ url = '/', headers, rawHeaders, httpVersionMajor }: RequestHead): URL | null {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (!url.startsWith('/') || hosts.length > 1 || httpVersionMajor !== 1) return null;
  const base = `http://${headers.host ?? '127.0.0.1'}`;
  return URL.canParse(base + url) ? new URL(base + url) : null;
}
