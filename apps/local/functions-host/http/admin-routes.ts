import { type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { isAuthorized, type HostKeys } from './host-keys.ts';

/** One function as `GET /admin/functions` lists it; the names of its fields are Azure's. */
export interface FunctionDescription {
  readonly name: string;
  /** Only of functions with an HTTP trigger. */
  readonly invoke_url_template?: string;
  readonly methods?: readonly string[];
}

/** What the admin routes need from the host. */
export interface AdminContext {
  readonly functions: () => readonly FunctionDescription[];
  /** Starts a function that has no HTTP trigger, with the given input. Null: there is no such function. */
  readonly trigger: (functionName: string, input: string) => (() => void) | null;
}

const ManualInput = z.object({ input: z.string().optional() });
const MAX_INPUT_BYTES = 1_000_000;

/**
 * The host's own routes: `GET /`, `GET /admin/host/ping`, `GET /admin/host/status`, `GET /admin/functions` and
 * `POST /admin/functions/<name>` with `{"input": "…"}`; the last three want the master key.
 *
 * @returns whether the request was one of them and has been answered
 */
export async function handleAdminRequest(
  admin: AdminContext,
  keys: HostKeys,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (url.pathname === '/' && request.method === 'GET') return answer(response, 200, { state: 'Running' });
  if (!url.pathname.startsWith('/admin/')) return false;
  if (url.pathname === '/admin/host/ping') return answer(response, 200, {});
  if (!isAuthorized('admin', keyFrom(request, url), keys)) return answer(response, 401, null);
  switch (url.pathname) {
    case '/admin/host/status':
      return answer(response, 200, { state: 'Running', version: '4.1044.0' });
    case '/admin/functions':
      return answer(response, 200, admin.functions());
    default:
      return startFunction(admin, request, response, url);
  }
}

/** The key as Azure takes it: the header first, then `?code=`. */
export function keyFrom(request: IncomingMessage, url: URL): string | undefined {
  const header = request.headers['x-functions-key'];
  return typeof header === 'string' ? header : (url.searchParams.get('code') ?? undefined);
}

async function startFunction(
  admin: AdminContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<true> {
  const name = /^\/admin\/functions\/([\w-]+)$/.exec(url.pathname)?.[1];
  if (name === undefined || request.method !== 'POST') return answer(response, 404, null);
  const input = await readInput(request);
  if (input === null)
    return answer(response, 400, { error: 'The body must be JSON such as {"input": "text"}.' });
  const start = admin.trigger(name, input);
  if (start === null) return answer(response, 404, null);
  start();
  return answer(response, 202, null);
}

async function readInput(request: IncomingMessage): Promise<string | null> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_INPUT_BYTES) return null;
  }
  try {
    return ManualInput.parse(JSON.parse(text === '' ? '{}' : text)).input ?? '';
  } catch {
    return null;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): true {
  const text = body === null ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
  return true;
}
