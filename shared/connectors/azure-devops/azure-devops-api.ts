import * as z from 'zod';
import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpOptions, HttpReply } from '../../ports/http-client.ts';
import { apiUrl, type Query } from '../common/api-url.ts';
import { createPacer } from './pacer.ts';
import { repositoryPath } from './repository-path.ts';

const API_VERSION = '7.1';
/** A long discussion comes in one piece. */
const LARGEST_REPLY_BYTES = 32 * 1024 * 1024;

export type Path = readonly (string | number)[];

/** Azure DevOps' REST API for Git repositories. Errors are those of the HttpClient, and a sign-in page is an unaccepted token. */
export interface AzureDevopsApi {
  /** @returns null on 404 */
  find<S extends z.ZodType>(
    project: string,
    path: Path,
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  /** @returns null on 404 */
  findBytes(
    project: string,
    path: Path,
    query: Query,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Uint8Array | null>;
  /** Items of a `{count, value}` list and of the lists that its continuation token leads to, up to `mostPages`. */
  list<S extends z.ZodType>(
    project: string,
    path: Path,
    item: S,
    mostPages: number,
    signal: AbortSignal,
  ): AsyncGenerator<z.output<S>>;
  send<S extends z.ZodType>(
    method: 'POST' | 'PATCH',
    project: string,
    path: Path,
    body: unknown,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S>>;
  /** DELETE that is also content when it is gone already. */
  remove(project: string, path: Path, signal: AbortSignal): Promise<void>;
  /** Resource of the organisation itself, below `_apis`. @returns null on 404 */
  findOfOrganisation<S extends z.ZodType>(
    path: Path,
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  /** Identities by id or by a search; Azure DevOps Services keeps them on a host of their own. @returns null on 404 */
  findIdentities<S extends z.ZodType>(
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  /** Id of the identity that the token belongs to. */
  fetchOwnId(signal: AbortSignal): Promise<string>;
}

const ConnectionData = z.object({ authenticatedUser: z.object({ id: z.string().min(1) }) });

type Call = <T>(
  signal: AbortSignal,
  more: Partial<HttpOptions>,
  send: (options: HttpOptions) => Promise<HttpReply<T> | null>,
) => Promise<HttpReply<T> | null>;

/** One request with the connection's authorization, at the pace that Azure DevOps asks for. */
function createCall(kit: ConnectorKit, authorization: (signal: AbortSignal) => Promise<string>): Call {
  const pacer = createPacer(kit.clock);
  return async (signal, more, send) => {
    await pacer.waitForTurn(signal);
    const headers = { authorization: await authorization(signal), ...more.headers };
    const reply = await send({ maxBytes: LARGEST_REPLY_BYTES, ...more, headers, signal }).catch(
      (error: unknown) => {
        throw signInExplained(error);
      },
    );
    if (reply?.status === 203) throw notSignedIn();
    if (reply !== null) pacer.heed(reply.headers);
    return reply;
  };
}

/** @param root address of organisation or collection @param authorization value of the header */
export function createAzureDevopsApi(
  root: string,
  kit: ConnectorKit,
  authorization: (signal: AbortSignal) => Promise<string>,
): AzureDevopsApi {
  const call = createCall(kit, authorization);

  async function findAt<S extends z.ZodType>(
    url: URL,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null> {
    const reply = await call(signal, { nullOn: [404] }, (options) => kit.http.getJson(url, schema, options));
    return reply === null ? null : reply.body;
  }

  const gitUrl = (project: string, path: Path, query: Query) =>
    apiUrl(root, [...repositoryPath(project), ...path], { ...query, 'api-version': API_VERSION });

  return {
    find: (project, path, query, schema, signal) => findAt(gitUrl(project, path, query), schema, signal),
    async findBytes(project, path, query, maxBytes, signal) {
      const url = gitUrl(project, path, query);
      const more = { nullOn: [404], maxBytes, headers: { accept: 'application/octet-stream' } };
      const reply = await call(signal, more, (options) => kit.http.getBytes(url, options));
      return reply === null ? null : reply.body;
    },
    async *list(project, path, item, mostPages, signal) {
      const page = z.object({ value: z.array(item) });
      let query: Query | null = {};
      for (let read = 0; read < mostPages && query !== null; read += 1) {
        const url = gitUrl(project, path, query);
        const reply: HttpReply<z.output<typeof page>> | null = await call(signal, {}, (options) =>
          kit.http.getJson(url, page, options),
        );
        if (reply === null) return;
        yield* reply.body.value;
        const token: string | undefined = reply.headers['x-ms-continuationtoken'];
        query = token === undefined || token === '' ? null : { continuationToken: token };
      }
    },
    async send(method, project, path, body, schema, signal) {
      const url = gitUrl(project, path, {});
      const reply = await call(signal, {}, (options) =>
        kit.http.sendJson(method, url, body, schema, options),
      );
      if (reply === null)
        throw new PermanentError('REMOTE_REPLY_INVALID', `${method} ${url.host} gave no reply.`);
      return reply.body;
    },
    async remove(project, path, signal) {
      const url = gitUrl(project, path, {});
      await call(signal, { nullOn: [404] }, (options) =>
        kit.http.sendJson('DELETE', url, undefined, z.unknown(), options),
      );
    },
    findOfOrganisation(path, query, schema, signal) {
      const url = apiUrl(root, ['_apis', ...path], { ...query, 'api-version': API_VERSION });
      return findAt(url, schema, signal);
    },
    findIdentities(query, schema, signal) {
      const versioned = { ...query, 'api-version': API_VERSION };
      return findAt(apiUrl(identityRoot(root), ['_apis', 'identities'], versioned), schema, signal);
    },
    async fetchOwnId(signal) {
      const url = apiUrl(root, ['_apis', 'connectionData'], { 'api-version': `${API_VERSION}-preview` });
      const reply = await call(signal, {}, (options) => kit.http.getJson(url, ConnectionData, options));
      if (reply === null) throw notSignedIn();
      return reply.body.authenticatedUser.id;
    },
  };
}

/** `https://dev.azure.com/org` → `https://vssps.dev.azure.com/org`; a server of one's own has no such host. */
function identityRoot(root: string): string {
  return root
    .replace(/^https:\/\/dev\.azure\.com\//i, 'https://vssps.dev.azure.com/')
    .replace(/^https:\/\/([^./]+)\.visualstudio\.com/i, 'https://$1.vssps.visualstudio.com');
}

/** A wrong or expired token is answered with a sign-in page: 203 or a redirect, seldom 401. */
function signInExplained(error: unknown): unknown {
  if (!PipelineError.is(error)) return error;
  const status = Number(error.details['status']);
  const page = error.code === 'REMOTE_REPLY_INVALID' && error.details['reason'] === 'html';
  return page || (status >= 300 && status < 400) ? notSignedIn(error) : error;
}

function notSignedIn(cause?: unknown): PermanentError {
  return new PermanentError(
    'REMOTE_UNAUTHORISED',
    'Azure DevOps answered with its sign-in page: the token is wrong, has expired, or is not of this organisation.',
    { cause },
  );
}
