import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpClient } from '../../ports/http-client.ts';

/**
 * A connector's kit that asks no host but those that the connection's settings name, and those of addresses that are secrets as a whole. What a
 * payload or a reply names (the next page, a resource) reaches nothing else, and no token of this connection leaves for another host.
 * @throws PermanentError(`ADDRESS_REFUSED`) from every call to another host
 */
export function kitWithin(kit: ConnectorKit, connection: string, settings: unknown): ConnectorKit {
  const hosts = new Set(addressesIn(settings));
  const within = <Rest extends readonly unknown[], Reply>(call: (url: URL, ...rest: Rest) => Promise<Reply>) => {
    return async (url: URL, ...rest: Rest): Promise<Reply> => {
      if (hosts.has(url.origin)) return call(url, ...rest);
      throw new PermanentError(
        'ADDRESS_REFUSED',
        `The connection "${connection}" does not ask ${url.origin}: its settings name ${[...hosts].join(', ') || 'no address'}.`,
      );
    };
  };
  return {
    ...kit,
    http: httpWithin(kit.http, within),
    async secret(name) {
      const value = await kit.secret(name);
      const origin = originOf(value);
      if (origin !== null) hosts.add(origin);
      return value;
    },
  };
}

type Within = <Rest extends readonly unknown[], Reply>(
  call: (url: URL, ...rest: Rest) => Promise<Reply>,
) => (url: URL, ...rest: Rest) => Promise<Reply>;

function httpWithin(http: HttpClient, within: Within): HttpClient {
  const check = within(async () => undefined);
  return {
    getJson: async (url, schema, options) => {
      await check(url);
      return http.getJson(url, schema, options);
    },
    getBytes: within(http.getBytes),
    postForm: within(http.postForm),
    sendJson: async (method, url, body, schema, options) => {
      await check(url);
      return http.sendJson(method, url, body, schema, options);
    },
    postFile: async (url, file, schema, options) => {
      await check(url);
      return http.postFile(url, file, schema, options);
    },
  };
}

function addressesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [originOf(value)].filter((origin) => origin !== null);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(addressesIn);
}

function originOf(text: string): string | null {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  return url?.origin ?? null;
}
