import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpClient } from '../../ports/http-client.ts';

/**
 * A connector's kit that asks no host but those that the connection's settings name, and those of addresses that are secrets as a whole. What a
 * payload or a reply names (the next page, a resource) reaches nothing else, and no token of this connection leaves for another host.
 * @throws PermanentError(`ADDRESS_REFUSED`) from every call to another host
 */
export function kitWithin(kit: ConnectorKit, connection: string, settings: unknown): ConnectorKit {
  const origins = new Set(addressesIn(settings));
  const check = (url: URL): void => {
    if (origins.has(url.origin)) return;
    throw new PermanentError(
      'ADDRESS_REFUSED',
      `The connection "${connection}" does not ask ${url.origin}: its settings name ${[...origins].join(', ') || 'no address'}.`,
    );
  };
  return {
    ...kit,
    http: checkedHttp(kit.http, check),
    async secret(name) {
      const value = await kit.secret(name);
      const origin = originOf(value);
      if (origin !== null) origins.add(origin);
      return value;
    },
  };
}

function checkedHttp(http: HttpClient, check: (url: URL) => void): HttpClient {
  return {
    async getJson(url, schema, options) {
      check(url);
      return http.getJson(url, schema, options);
    },
    async getBytes(url, options) {
      check(url);
      return http.getBytes(url, options);
    },
    async postForm(url, fields, options) {
      check(url);
      return http.postForm(url, fields, options);
    },
    async sendJson(method, url, body, schema, options) {
      check(url);
      return http.sendJson(method, url, body, schema, options);
    },
    async postFile(url, file, schema, options) {
      check(url);
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
