import * as z from 'zod';
import { KEY_PREFIX } from '../../shared/access/credential.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { PermanentError, TransientError } from '../../shared/errors/pipeline-error.ts';
import { askPatiently } from '../../shared/platform/http-client/ask-patiently.ts';
import { announceTarget } from './announce-target.ts';
import type { CommonOptions } from './run-command.ts';
import { httpTarget } from './target.ts';

const TIMEOUT_MS = 60_000;
const Problem = z.object({ title: z.string(), detail: z.string() });

/** API keys and tokens tell by their form what they are; anything else is the installation's own key. */
function credentialHeader(key: string): Readonly<Record<string, string>> {
  const isBearer = key.startsWith(KEY_PREFIX) || /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(key);
  return isBearer ? { authorization: `Bearer ${key}` } : { 'x-functions-key': key };
}

/**
 * One call of an HTTP door; comes again when the server is busy and says when to (429), for a minute at most, and says so on standard error.
 * @throws PermanentError on a refusal, TransientError when the server cannot be reached or stays busy
 */
export async function callApi<S extends z.ZodType>(
  options: CommonOptions,
  request: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: unknown;
    /** Sent as it is; a stream goes out as it comes, however long it is, and is made anew for each try. */
    readonly raw?: Blob | (() => AsyncIterable<Uint8Array>);
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  },
  schema: S,
): Promise<z.output<S>> {
  const { url, key } = httpTarget(options);
  announceTarget(url, options);
  let reply;
  const send = (): Promise<Response> =>
    fetch(`${url}${request.path}`, {
      method: request.method,
      headers: {
        ...request.headers,
        ...credentialHeader(key),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...bodyOf(request),
      signal: AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS),
    });
  try {
    reply = await askPatiently(send, { pause: (waitMs) => pauseFor(waitMs, options) });
  } catch (error) {
    throw new TransientError('REMOTE_UNAVAILABLE', `${url} cannot be reached.`, { cause: error });
  }
  const text = await reply.text();
  if (!reply.ok) throw refusal(url, reply, text);
  return schema.parse(JSON.parse(text));
}

function pauseFor(waitMs: number, { json }: CommonOptions): Promise<void> {
  const seconds = waitMs / 1_000;
  console.error(
    json === true ? JSON.stringify({ busy: seconds }) : `The server is busy; asking again in ${seconds} s.`,
  );
  return wait(waitMs);
}

function bodyOf(request: {
  readonly body?: unknown;
  readonly raw?: Blob | (() => AsyncIterable<Uint8Array>);
}): Pick<RequestInit, 'body' | 'duplex' | 'redirect' | 'window'> {
  // Without the last two, fetch keeps a copy of all that it sends, for a redirect.
  if (request.raw !== undefined)
    return {
      body: typeof request.raw === 'function' ? request.raw() : request.raw,
      duplex: 'half',
      redirect: 'error',
      window: null,
    };
  return request.body === undefined ? {} : { body: JSON.stringify(request.body) };
}

function refusal(url: string, { status, headers }: Response, text: string): Error {
  const problem = Problem.safeParse(jsonOrNull(text));
  const why = problem.success ? `${problem.data.title}: ${problem.data.detail}` : `status ${status}`;
  if (status === 401)
    return new PermanentError(
      'REMOTE_UNAUTHORISED',
      `${url} does not accept the key (--key-file or PERF_AGENT_KEY).`,
    );
  if (status === 429) {
    const retryAfter = headers.get('retry-after');
    const when = retryAfter === null ? '' : ` It asks to come again after ${retryAfter} s.`;
    return new TransientError('REMOTE_UNAVAILABLE', `${url} is busy (${why}).${when}`);
  }
  if (status >= 500) return new TransientError('REMOTE_UNAVAILABLE', why);
  return new PermanentError('REMOTE_REFUSED', why);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
