import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpOptions } from '../../ports/http-client.ts';
import { apiUrl, type Query } from '../common/api-url.ts';
import type { GitlabSettings } from './settings.ts';

type Method = 'POST' | 'PUT' | 'DELETE';

/** Path below `/api/v4`, one element a segment; each is encoded, so `group/project` becomes one segment. */
export type ApiPath = readonly (string | number)[];

/** GitLab's REST API v4 with the connection's token. Errors are those of the HttpClient. */
export interface GitlabApi {
  /** @returns null on 404 */
  find<S extends z.ZodType>(
    path: ApiPath,
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  /** @returns null on 404 */
  findBytes(path: ApiPath, query: Query, maxBytes: number, signal: AbortSignal): Promise<Uint8Array | null>;
  /** Items of all pages, fetched as they are asked for, up to `mostPages` pages of 100. */
  list<S extends z.ZodType>(
    path: ApiPath,
    query: Query,
    item: S,
    mostPages: number,
    signal: AbortSignal,
  ): AsyncGenerator<z.output<S>>;
  send<S extends z.ZodType>(
    method: Method,
    path: ApiPath,
    body: unknown,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S>>;
  /** DELETE that is also content when it is gone already. */
  remove(path: ApiPath, signal: AbortSignal): Promise<void>;
  /** A question to the GraphQL API, for what REST does not tell. Its errors come with status 200, beside the data. */
  ask<S extends z.ZodType>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
}

const PAGE_SIZE = 100;

export function createGitlabApi(settings: GitlabSettings, kit: ConnectorKit): GitlabApi {
  const instance = settings.baseUrl.replace(/\/+$/, '');
  const root = `${instance}/api/v4`;

  async function options(signal: AbortSignal, more: Partial<HttpOptions> = {}): Promise<HttpOptions> {
    const token = (await kit.secret(settings.tokenSecret)).trim();
    return { ...more, headers: { 'private-token': token }, signal };
  }

  return {
    async find(path, query, schema, signal) {
      const reply = await kit.http.getJson(
        apiUrl(root, path, query),
        schema,
        await options(signal, { nullOn: [404] }),
      );
      return reply === null ? null : reply.body;
    },
    async findBytes(path, query, maxBytes, signal) {
      const reply = await kit.http.getBytes(
        apiUrl(root, path, query),
        await options(signal, { nullOn: [404], maxBytes }),
      );
      return reply === null ? null : reply.body;
    },
    async *list(path, query, item, mostPages, signal) {
      let page = 1;
      for (let read = 0; read < mostPages; read += 1) {
        const url = apiUrl(root, path, { ...query, per_page: PAGE_SIZE, page });
        const reply = await kit.http.getJson(url, z.array(item), await options(signal));
        if (reply === null) return;
        yield* reply.body;
        const next = nextPage(reply.headers['x-next-page'], reply.body.length, page);
        if (next === null) return;
        page = next;
      }
    },
    async send(method, path, body, schema, signal) {
      const url = apiUrl(root, path, {});
      const reply = await kit.http.sendJson(method, url, body, schema, await options(signal));
      if (reply === null)
        throw new PermanentError('REMOTE_REPLY_INVALID', `${method} ${url.host} gave no reply.`);
      return reply.body;
    },
    async remove(path, signal) {
      const url = apiUrl(root, path, {});
      await kit.http.sendJson(
        'DELETE',
        url,
        undefined,
        z.unknown(),
        await options(signal, { nullOn: [404] }),
      );
    },
    async ask(query, variables, schema, signal) {
      const url = apiUrl(`${instance}/api`, ['graphql'], {});
      const reply = z.object({ data: schema.nullish() });
      const told = await kit.http.sendJson('POST', url, { query, variables }, reply, await options(signal));
      return told?.body.data ?? null;
    },
  };
}

/** GitLab says the next page in a header; where a proxy drops it, a full page means there may be another. */
function nextPage(header: string | undefined, items: number, page: number): number | null {
  if (header === undefined) return items === PAGE_SIZE ? page + 1 : null;
  return /^\d+$/.test(header) && Number(header) > page ? Number(header) : null;
}
