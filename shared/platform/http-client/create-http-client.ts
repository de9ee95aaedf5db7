import { randomUUID } from 'node:crypto';
import { isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import type * as z from 'zod';
import { PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DependencyStates, RateRule } from '../../ports/dependency-states.ts';
import type { HttpClient, HttpReply } from '../../ports/http-client.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { checkUrl } from './check-url.ts';
import { createHostPolicies, type PolicyLimits } from './host-policies.ts';
import { parseJsonReply } from './parse-json-reply.ts';
import { nameOfCall, type OutgoingRequest } from './send-once.ts';
import { readPatiently, sendWithin } from './send-patiently.ts';
import { waitWhenSpent } from './wait-when-spent.ts';

export interface HttpClientOptions {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** Time for one try, connecting and reading the body included. Default 10 s. */
  readonly defaultTimeoutMs?: number;
  /** Hosts (`name` or `name:port`) that may be asked over plain http although they are not this machine. */
  readonly allowHttpHosts?: readonly string[];
  readonly limits?: Partial<PolicyLimits>;
  /** The connection that calls: its circuits, waits and rate are its own, since another one has another token. */
  readonly connection?: string;
  /** What all instances share of circuits, waits and rates; left out, the process stands alone. */
  readonly shared?: DependencyStates;
  /** Most requests that the connection sends, all instances together. */
  readonly rate?: RateRule | undefined;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** A probe is one try at most, its time-out included; this much more passes before another instance may probe. */
const PROBE_GRACE_MS = 5_000;
const LIMITS: PolicyLimits = {
  concurrency: 8,
  queue: 500,
  failuresToBreak: 20,
  halfOpenAfterMs: 2_000,
  backoffMs: 100,
  leastTimeoutMs: 1_000,
  leastHedgeMs: 50,
  firstHedgeMs: 1_000,
};

/**
 * The HttpClient of the port on global fetch. What may be repeated without harm (GET, PUT, DELETE, forms that only ask) gets one
 * second try after a transient failure; POST and PATCH with JSON do not, since they may have made something. A GET that takes longer than is usual gets
 * up to two more tries beside the first, and is given up earlier (hedged-tries.ts, patience.ts).
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { connection, shared, rate } = options;
  const limits = { ...LIMITS, ...options.limits };
  const defaultTimeoutMs = options.defaultTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const context = {
    fetch: options.fetch ?? fetch,
    clock: options.clock,
    defaultTimeoutMs,
    backoffMs: limits.backoffMs,
  };
  const holder = randomUUID();
  const policies = createHostPolicies(limits, (host) => ({
    dependency: connection === undefined ? host : `${connection} ${host}`,
    holder,
    probeLeaseMs: defaultTimeoutMs + PROBE_GRACE_MS,
    ...(shared === undefined ? {} : { shared }),
    ...(rate === undefined ? {} : { rate }),
  }));

  async function send(request: OutgoingRequest): Promise<HttpReply<Uint8Array> | null> {
    checkUrl(request.url, options.allowHttpHosts ?? []);
    const host = policies(request.url.host);
    const call = nameOfCall(request);
    const attributes = {
      'http.request.method': request.method,
      'server.address': request.url.hostname,
      ...(request.url.port === '' ? {} : { 'server.port': Number(request.url.port) }),
    };
    return options.telemetry.span(
      request.method,
      { kind: 'client', parent: null, attributes },
      async (span) => {
        // Before the bulkhead, too: what is refused anyway does not queue behind calls that hang.
        host.gate.check(call);
        const reply = await untilAborted(request, () =>
          request.method === 'GET'
            ? readPatiently(request, host, context)
            : sendWithin(request, host, context),
        );
        const spentMs = waitWhenSpent(reply.headers, context.clock.now());
        if (spentMs !== null) host.gate.noteWait(spentMs);
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
