import { type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { maskedName } from '../../shared/contracts/masked-text.ts';
import type { Caller } from '../../shared/access/caller.ts';
import type { RouteName } from '../../shared/access/route-access.ts';
import { type Door, type DoorReply, type DoorRequest, problem } from '../../shared/doors/door.ts';
import { guardDoor } from '../../shared/doors/guard-door.ts';
import { secureHeaders } from '../../shared/doors/secure-headers.ts';
import { withinLimit } from '../../shared/doors/within-limit.ts';
import type { ErrorCode } from '../../shared/errors/codes.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import type { Masker } from '../../shared/ports/masker.ts';
import type { Span } from '../../shared/ports/telemetry.ts';
import type { Services } from '../../shared/wiring.ts';
import { answeredLine, callerAttributes } from './caller-words.ts';
import { maskRefusal } from './mask-refusal.ts';
import { bodyOf, drain } from './request-body.ts';
import { services } from './services.ts';
import { forCaller } from './for-caller.ts';

/** For all doors together, and fewer than host.json's maxConcurrentRequests: Azure's own 429 does not say when to come back. */
const limited = withinLimit(150);
const ANSWER_WITHIN_MS = 225_000;
const TOO_SLOW = 408;
/** Of refusals that are the caller's doing; others are ours. */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  INPUT_INVALID: 400,
  INPUT_TOO_SLOW: TOO_SLOW,
};

/** Door → HTTP handler: who may come in, time limit, span, errors as problem details, headers of every answer. */
export function handleHttp(
  route: RouteName,
  name: string,
  door: (services: Services) => Door,
): (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit> {
  return async (request, context) => {
    let masker: Masker | null = null;
    let isSecure = false;
    let caller: Caller | null = null;
    let traceparent: string | null = null;
    const given = await guarded(
      async () => {
        const wired = await services((line) => context.log(line));
        masker = wired.maskerOf(`door/${name}`);
        isSecure = wired.isSecure;
        return answer(name, request, wired, (incoming, span) => {
          traceparent = span.traceparent;
          const open = (known: Caller | null): Door => door(forCaller(wired, known));
          const guard: Door = (asked) =>
            guardDoor(route, wired, open, asked, (known) => {
              caller = known;
              span.set(callerAttributes(known));
            });
          return limited(guard)(incoming);
        });
      },
      (fields) => {
        const told = masker === null ? fields : masker.maskValue(fields);
        context.error(JSON.stringify({ level: 'error', message: 'door failed', route: name, ...told }));
      },
    );
    const reply = maskRefusal(given, masker);
    const line = answeredLine(route, caller, { method: request.method, status: reply.status, traceparent });
    if (line !== null) context.log(line);
    // A body that was too slow has been waited for long enough.
    if (reply.status !== TOO_SLOW) await drain(request);
    return {
      status: reply.status,
      headers: secureHeaders(reply.headers ?? {}, isSecure),
      ...(reply.body === undefined ? {} : { body: reply.body }),
    };
  };
}

function answer(
  name: string,
  request: HttpRequest,
  { telemetry }: Services,
  work: (incoming: DoorRequest, span: Span) => Promise<DoorReply>,
): Promise<DoorReply> {
  const incoming = doorRequest(request);
  const attributes = { 'http.request.method': request.method, 'http.route': name };
  return telemetry.span(
    `${request.method} ${name}`,
    { kind: 'server', parent: incoming.traceparent, attributes },
    async (span) => {
      const reply = await work({ ...incoming, traceparent: span.traceparent }, span);
      span.set({ 'http.response.status_code': reply.status });
      return reply;
    },
  );
}

/** An error of a kind we know becomes a problem; any other is a bug: its name is logged, never its text, which may be raw. */
async function guarded(
  work: () => Promise<DoorReply>,
  report: (fields: Readonly<Record<string, string>>) => void,
): Promise<DoorReply> {
  try {
    return await work();
  } catch (error) {
    if (PipelineError.is(error)) {
      report({ code: error.code, reason: error.message });
      return refusal(error);
    }
    const where = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join(' ').trim() : '';
    report({ code: 'UNEXPECTED', kind: error instanceof Error ? error.name : 'no Error', where });
    return problem(500, 'UNEXPECTED', 'A bug: the error was not one of the expected kinds.');
  }
}

function refusal(error: PipelineError): DoorReply {
  const detail = maskedName(error.message);
  switch (error.disposition) {
    case 'dead-letter':
      return problem(STATUSES[error.code] ?? 500, error.code, detail);
    case 'retry':
      return {
        ...problem(503, error.code, detail),
        headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
      };
    case 'retry-later': {
      const seconds = Math.ceil(retryAfterMs(error) / 1_000);
      return {
        ...problem(429, error.code, detail),
        headers: { 'content-type': 'application/problem+json', 'retry-after': String(seconds) },
      };
    }
  }
}

function retryAfterMs(error: PipelineError): number {
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : 5_000;
}

function doorRequest(request: HttpRequest): DoorRequest {
  const headers: Record<string, string> = {};
  request.headers.forEach((value, header) => {
    headers[header.toLowerCase()] = value;
  });
  return {
    method: request.method,
    url: new URL(request.url),
    headers,
    params: request.params,
    body: bodyOf(request),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    traceparent: headers['traceparent'] ?? null,
  };
}
