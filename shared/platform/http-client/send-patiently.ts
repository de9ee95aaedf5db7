import { PipelineError } from '../../errors/pipeline-error.ts';
import type { HttpReply } from '../../ports/http-client.ts';
import { isFailureOfHost } from './dependency-gate.ts';
import { hedgedTries } from './hedged-tries.ts';
import type { HostPolicies } from './host-policies.ts';
import { nameOfCall, type OutgoingRequest, type SendContext, sendOnce } from './send-once.ts';

interface TryContext extends Omit<SendContext, 'timeoutMs'> {
  readonly defaultTimeoutMs: number;
  readonly backoffMs: number;
}

/** Sends what may change something: within its time-out, and once more after a failure when it may be repeated. @throws as the port says */
export function sendWithin(
  request: OutgoingRequest,
  { gate, once, twice }: HostPolicies,
  context: TryContext,
): Promise<HttpReply<Uint8Array>> {
  const timeoutMs = askedTimeoutMs(request, context);
  const attempt = (signal: AbortSignal) => () => sendOnce(request, signal, { ...context, timeoutMs });
  return (request.repeatable ? twice : once).execute(
    ({ signal }) => gate.pass(nameOfCall(request), attempt(signal), signal),
    request.options.signal,
  );
}

/** Sends what only reads: with tries beside one that is slower than usual, each given up when it is much slower. @throws as the port says */
export async function readPatiently(
  request: OutgoingRequest,
  { gate, once, patience }: HostPolicies,
  context: TryContext,
): Promise<HttpReply<Uint8Array>> {
  const { url } = request;

  async function timed(signal: AbortSignal): Promise<HttpReply<Uint8Array>> {
    const startedAt = performance.now();
    const timeoutMs = patience.timeoutMs(url, askedTimeoutMs(request, context));
    try {
      const reply = await sendOnce(request, signal, { ...context, timeoutMs });
      patience.noteAnswer(url, performance.now() - startedAt);
      return reply;
    } catch (error) {
      const reason = PipelineError.is(error) ? error.details['reason'] : undefined;
      if (reason === 'time-out' || reason === 'cancelled')
        patience.noteSilence(url, performance.now() - startedAt);
      else patience.noteRefusal();
      throw error;
    }
  }

  try {
    return await hedgedTries(
      (inTime) =>
        once.execute(({ signal }) => gate.pass(nameOfCall(request), () => timed(signal), signal), inTime),
      {
        hedgeAfterMs: () => patience.hedgeAfterMs(url),
        mayHedge: () => once.executionSlots > 0 && patience.mayHedge(),
        isKnown: () => patience.isKnown(url),
        isWorthAgain: isFailureOfHost,
        backoffMs: context.backoffMs,
        signal: request.options.signal,
      },
    );
  } catch (error) {
    if (PipelineError.is(error) && error.details['reason'] === 'time-out') patience.noteTimeout(url);
    throw error;
  }
}

function askedTimeoutMs({ options }: OutgoingRequest, { defaultTimeoutMs }: TryContext): number {
  return options.timeoutMs ?? defaultTimeoutMs;
}
