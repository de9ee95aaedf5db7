import { PermanentError, PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpOptions, HttpReply } from '../../ports/http-client.ts';
import { errorFromStatus } from './error-from-status.ts';
import { readBody } from './read-body.ts';

/** A request ready to be sent; `repeatable` says that sending it twice does no more than once. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  readonly options: HttpOptions;
  readonly repeatable: boolean;
  readonly body?: string | FormData;
  readonly type?: string;
}

export interface SendContext {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;
const LONGEST_REFUSAL_READ = 2_048;

/** One try: sends, waits no longer than the time-out, reads the body within its limit. @throws as the port says */
export async function sendOnce(
  request: OutgoingRequest,
  signal: AbortSignal,
  context: SendContext,
): Promise<HttpReply<Uint8Array>> {
  const call = nameOfCall(request);
  const headers = headersOf(request, call);
  const { timeoutMs } = context;
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    const response = await context.fetch(request.url, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return await replyFrom(request, response, call, context.clock.now());
  } catch (error) {
    if (PipelineError.is(error)) throw error;
    // The cause is named by its code alone: texts of network errors may quote headers or addresses with queries.
    const reason = signal.aborted ? 'cancelled' : timeout.aborted ? 'time-out' : networkReason(error);
    const told =
      reason === 'time-out'
        ? `did not answer within ${Math.round(timeoutMs)} ms`
        : `failed on the network (${reason})`;
    throw new TransientError('REMOTE_UNAVAILABLE', `${call} ${told}.`, { details: { reason } });
  }
}

/** Method, host and path; a query may hold a token. */
export function nameOfCall({ method, url }: OutgoingRequest): string {
  return `${method} ${url.host}${url.pathname}`;
}

async function replyFrom(
  request: OutgoingRequest,
  response: Response,
  call: string,
  now: Date,
): Promise<HttpReply<Uint8Array>> {
  const headers = Object.fromEntries(response.headers);
  const { status } = response;
  if (request.options.nullOn?.includes(status) === true) {
    await response.body?.cancel();
    return { status, headers, body: new Uint8Array() };
  }
  const read = request.options.readOn?.includes(status) === true;
  if (!response.ok && !read) {
    const said = status === 403 || status === 429 ? await startOf(response) : '';
    await response.body?.cancel();
    const error = errorFromStatus(call, status, headers, now, said);
    if (error !== null) throw error;
  }
  return {
    status,
    headers,
    body: await readBody(response, request.options.maxBytes ?? DEFAULT_MAX_BYTES, call),
  };
}

/** The first bytes of a refusal; a limit may be said there alone. Never shown, never kept. */
async function startOf(response: Response): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) return '';
  const reader = body.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return new TextDecoder().decode(value?.subarray(0, LONGEST_REFUSAL_READ));
}

function headersOf(request: OutgoingRequest, call: string): Headers {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'perf-agent' });
  if (request.type !== undefined) headers.set('content-type', request.type);
  for (const [name, value] of Object.entries(request.options.headers ?? {})) {
    try {
      headers.set(name, value);
    } catch {
      // The platform's own message quotes the value, which may be a token.
      throw new PermanentError(
        'CONFIG_INVALID',
        `${call} cannot be sent: the value of header "${name}" has characters that no header may have, e.g. a line break.`,
      );
    }
  }
  return headers;
}

function networkReason(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(at.code)) return at.code;
  }
  return 'connection lost';
}
