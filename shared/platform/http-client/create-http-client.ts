import { isBrokenCircuitError, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import type * as z from 'zod';
import { PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpClient, HttpReply } from '../../ports/http-client.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { checkUrl } from './check-url.ts';
import { createHostPolicies, type PolicyLimits } from './host-policies.ts';
import { parseJsonReply } from './parse-json-reply.ts';
import { type OutgoingRequest, sendOnce } from './send-once.ts';

export interface HttpClientOptions {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** Time for one try, connecting and reading the body included. Default 10 s. */
  readonly defaultTimeoutMs?: number;
  /** Hosts (`name` or `name:port`) that may be asked over plain http although they are not this machine. */
  readonly allowHttpHosts?: readonly string[];
  readonly limits?: Partial<PolicyLimits>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const LIMITS: PolicyLimits = {
  concurrency: 8,
  queue: 500,
  failuresToBreak: 6,
  halfOpenAfterMs: 10_000,
  backoffMs: 200,
};

/**
 * The HttpClient of the port on global fetch. What may be repeated without harm (GET, PUT, DELETE, forms that only ask) gets one
 * second try after a transient failure; POST and PATCH with JSON do not, since they may have made something.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const policies = createHostPolicies({ ...LIMITS, ...options.limits });
  const context = {
    fetch: options.fetch ?? fetch,
    clock: options.clock,
    defaultTimeoutMs: options.defaultTimeoutMs ?? DEFAULT_TIMEOUT_MS,
  };

  async function send(request: OutgoingRequest): Promise<HttpReply<Uint8Array> | null> {
    checkUrl(request.url, options.allowHttpHosts ?? []);
    const { once, twice } = policies(request.url.host);
    const policy = request.repeatable ? twice : once;
    const attributes = {
      'http.request.method': request.method,
      'server.address': request.url.hostname,
      ...(request.url.port === '' ? {} : { 'server.port': Number(request.url.port) }),
    };
    return options.telemetry.span(
      request.method,
      { kind: 'client', parent: null, attributes },
      async (span) => {
        const reply = await untilAborted(request, () =>
          policy.execute(({ signal }) => sendOnce(request, signal, context), request.options.signal),
        );
        span.set({ 'http.response.status_code': reply.status });
        return request.options.nullOn?.includes(reply.status) === true ? null : reply;
      },
    );
  }

  async function sendForJson<S extends z.ZodType>(
    request: OutgoingRequest,
    schema: S,
  ): Promise<HttpReply<z.output<S>> | null> {
    const reply = await send(request);
    return reply === null ? null : { ...reply, body: parseJsonReply(request, reply, schema) };
  }

  return {
    getJson: (url, schema, requestOptions) =>
      sendForJson({ method: 'GET', url, options: requestOptions, repeatable: true }, schema),
    getBytes: (url, requestOptions) =>
      send({ method: 'GET', url, options: requestOptions, repeatable: true }),
    postForm: (url, fields, requestOptions) => {
      const body = new URLSearchParams(fields).toString();
      const type = 'application/x-www-form-urlencoded';
      return send({ method: 'POST', url, options: requestOptions, repeatable: true, body, type });
    },
    sendJson: (method, url, body, schema, requestOptions) => {
      const repeatable = method === 'PUT' || method === 'DELETE';
      const content = body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' };
      return sendForJson({ method, url, options: requestOptions, repeatable, ...content }, schema);
    },
    postFile: (url, file, schema, requestOptions) => {
      const body = new FormData();
      // A copy, since a Blob takes no bytes that another thread might share.
      body.append(file.field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      return sendForJson({ method: 'POST', url, options: requestOptions, repeatable: false, body }, schema);
    },
  };
}

/** Waiting for a place in the bulkhead or for the second try ends with the caller's signal, too. */
async function untilAborted<T>(request: OutgoingRequest, work: () => Promise<T>): Promise<T> {
  const { signal } = request.options;
  const call = nameOfCall(request);
  const cancelled = () =>
    new TransientError('REMOTE_UNAVAILABLE', `${call} was cancelled before it answered.`, {
      details: { reason: 'cancelled' },
    });
  if (signal.aborted) throw cancelled();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } catch (error) {
    throw PipelineError.is(error) ? error : errorFromPolicy(error, call);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function errorFromPolicy(error: unknown, call: string): unknown {
  if (isBrokenCircuitError(error)) {
    const message = `${call} was not sent: the host failed repeatedly and is left alone for some seconds.`;
    return new TransientError('REMOTE_UNAVAILABLE', message, { details: { reason: 'circuit-open' } });
  }
  if (isBulkheadRejectedError(error)) {
    const message = `${call} was not sent: too many calls to this host are waiting already.`;
    return new TransientError('REMOTE_UNAVAILABLE', message, { details: { reason: 'too-many-calls' } });
  }
  if (isTaskCancelledError(error)) {
    return new TransientError('REMOTE_UNAVAILABLE', `${call} was cancelled before it was sent.`, {
      details: { reason: 'cancelled' },
    });
  }
  return error;
}

function nameOfCall(request: OutgoingRequest): string {
  return `${request.method} ${request.url.host}${request.url.pathname}`;
}
