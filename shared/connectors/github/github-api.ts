import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpOptions } from '../../ports/http-client.ts';
import { apiUrl, type Query } from '../common/api-url.ts';
import { API_HEADERS } from './api-headers.ts';
import { dataOf, GraphqlReply, graphqlUrl } from './graphql-reply.ts';
import { nextPage } from './next-page.ts';

/** Path below `/repos/{owner}/{repo}`, one element a segment. */
export type RepoPath = readonly (string | number)[];

/** GitHub's REST API for repositories, with the connection's token. Errors are those of the HttpClient. */
export interface GithubApi {
  /** @returns null on 404 */
  find<S extends z.ZodType>(
    project: string,
    path: RepoPath,
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  /** The same resource in another form (`application/vnd.github.raw+json`, `….diff`). @returns null on 404 */
  findBytes(
    project: string,
    path: RepoPath,
    request: { readonly query: Query; readonly accept: string; readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<Uint8Array | null>;
  /** Items of all pages, fetched as they are asked for, up to `mostPages` pages of 100. */
  list<S extends z.ZodType>(
    project: string,
    path: RepoPath,
    query: Query,
    list: { readonly item: S; readonly within?: string; readonly mostPages: number },
    signal: AbortSignal,
  ): AsyncGenerator<z.output<S>>;
  send<S extends z.ZodType>(
    method: 'POST' | 'PATCH',
    project: string,
    path: RepoPath,
    body: unknown,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S>>;
  /**
   * A question or mutation of the GraphQL API; `project` says whose token is used.
   * @throws PermanentError(`REMOTE_FORBIDDEN|REMOTE_NOT_FOUND|REMOTE_REFUSED`) for what GraphQL refuses with status 200
   */
  ask<S extends z.ZodType>(
    project: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S>>;
  /** DELETE that is also content when it is gone already. */
  remove(project: string, path: RepoPath, signal: AbortSignal): Promise<void>;
}

const PAGE_SIZE = 100;
/** A page of a hundred files with their patches may be large. */
const LARGEST_PAGE_BYTES = 32 * 1024 * 1024;

/** @param token of the owner of a repository */
export function createGithubApi(
  root: string,
  kit: ConnectorKit,
  token: (owner: string, signal: AbortSignal) => Promise<string>,
): GithubApi {
  async function options(
    project: string,
    signal: AbortSignal,
    more: Partial<HttpOptions> = {},
  ): Promise<HttpOptions> {
    const [owner] = ownerAndName(project);
    const authorization = `Bearer ${await token(owner, signal)}`;
    return { ...more, headers: { ...API_HEADERS, ...more.headers, authorization }, signal };
  }

  const repoUrl = (project: string, path: RepoPath, query: Query) =>
    apiUrl(root, ['repos', ...ownerAndName(project), ...path], query);

  return {
    async find(project, path, query, schema, signal) {
      const url = repoUrl(project, path, query);
      const reply = await kit.http.getJson(url, schema, await options(project, signal, { nullOn: [404] }));
      return reply === null ? null : reply.body;
    },
    async findBytes(project, path, { query, accept, maxBytes }, signal) {
      const url = repoUrl(project, path, query);
      const more = { headers: { accept }, nullOn: [404], maxBytes };
      const reply = await kit.http.getBytes(url, await options(project, signal, more));
      return reply === null ? null : reply.body;
    },
    async *list(project, path, query, { item, within, mostPages }, signal) {
      const rows = z.array(item);
      const page =
        within === undefined ? rows : z.object({ [within]: rows }).transform((o) => o[within] ?? []);
      let url: URL | null = repoUrl(project, path, { ...query, per_page: PAGE_SIZE });
      for (let read = 0; read < mostPages && url !== null; read += 1) {
        const more = { maxBytes: LARGEST_PAGE_BYTES };
        const reply = await kit.http.getJson(url, page, await options(project, signal, more));
        if (reply === null) return;
        yield* reply.body;
        url = nextPage(reply.headers['link'], root);
      }
    },
    async send(method, project, path, body, schema, signal) {
      const url = repoUrl(project, path, {});
      const reply = await kit.http.sendJson(method, url, body, schema, await options(project, signal));
      if (reply === null)
        throw new PermanentError('REMOTE_REPLY_INVALID', `${method} ${url.host} gave no reply.`);
      return reply.body;
    },
    async ask(project, query, variables, schema, signal) {
      const url = graphqlUrl(root);
      const body = { query, variables };
      const reply = await kit.http.sendJson('POST', url, body, GraphqlReply, await options(project, signal));
      return dataOf(reply?.body, schema, url);
    },
    async remove(project, path, signal) {
      const url = repoUrl(project, path, {});
      const more = await options(project, signal, { nullOn: [404] });
      await kit.http.sendJson('DELETE', url, undefined, z.unknown(), more);
    },
  };
}

/** @throws PermanentError(`INPUT_INVALID`) when the project is not `owner/name` */
function ownerAndName(project: string): readonly [string, string] {
  const [owner, name, ...rest] = project.split('/');
  if (owner !== undefined && name !== undefined && rest.length === 0) return [owner, name];
  throw new PermanentError('INPUT_INVALID', `"${project}" is no repository of GitHub; write owner/name.`);
}
