import { type IncomingMessage } from 'node:http';

/**
 * The address that the client asked for, or null when request line or Host header make none. The path is taken as a
 * path even when it begins with two slashes, which a URL would read as another host.
 */
export function requestUrl({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): URL | null {
  if (!url.startsWith('/')) return null;
  const base = `http://${headers.host ?? '127.0.0.1'}`;
  return URL.canParse(base + url) ? new URL(base + url) : null;
}
