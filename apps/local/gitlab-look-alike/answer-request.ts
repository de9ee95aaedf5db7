import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerGraphql } from './answer-graphql.ts';
import { type ApiReply, matchRoute, ok } from './api-reply.ts';
import { codeRoutes } from './code-routes.ts';
import { findProject, type GitlabState } from './gitlab-state.ts';
import { mergeRequestPage } from './merge-request-page.ts';
import { mergeRequestRoutes } from './merge-request-routes.ts';
import type { Misbehaviours } from './misbehaviour.ts';
import { projectRoutes } from './project-routes.ts';
import { sendJson, sendReply } from './send-reply.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const MOST_RECORDED = 10_000;
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/** Records, misbehaves when told to, checks the token, and answers from the routes. */
export function answerRequests(
  state: GitlabState,
  token: string,
  misbehaviours: Misbehaviours,
  recorded: RecordedRequest[],
): RequestListener {
  const routes = [...mergeRequestRoutes(state), ...projectRoutes(state), ...codeRoutes(state)];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', state.url);
    recorded.push({ method, path: `${url.pathname}${url.search}`, body });
    if (recorded.length > MOST_RECORDED) recorded.shift();
    const how = await misbehaviours.apply(request, response);
    if (how === 'dealt with') return;
    const segments = url.pathname.split('/').slice(1).map(decodeURIComponent);
    const isGraphql = url.pathname === '/api/graphql';
    if (!isGraphql && (segments[0] !== 'api' || segments[1] !== 'v4')) {
      mergeRequestPage(state, url.pathname, response);
      return;
    }
    if (request.headers['private-token'] !== token) {
      sendJson(response, 401, { message: '401 Unauthorized' });
      return;
    }
    if (isGraphql) {
      sendJson(response, 200, answerGraphql(state, objectFrom(body)));
      return;
    }
    const reply = replyOf(method, segments.slice(2), url, body);
    if (how === 'lose the answer') request.socket.destroy();
    else sendReply(response, reply, url);
  }

  function replyOf(method: string, segments: readonly string[], url: URL, body: string): ApiReply {
    const match = matchRoute(routes, method, segments);
    if (match === null) return ok({ error: '404 Not Found' }, 404);
    const { route, params } = match;
    const isArchived = findProject(state, params['id'] ?? '')?.archived === true;
    if (method !== 'GET' && isArchived) return ok({ message: '403 Forbidden' }, 403);
    return route.handle({ params, query: url.searchParams, body: objectFrom(body) });
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { message: `look-alike failed: ${String(error)}` });
    });
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  const body: AsyncIterable<Buffer> = request;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > LARGEST_BODY_BYTES) throw new RangeError('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function objectFrom(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {};
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
