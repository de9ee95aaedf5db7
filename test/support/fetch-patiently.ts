import { askPatiently } from '../../shared/platform/http-client/ask-patiently.ts';

const ANSWER_WITHIN_MS = 30_000;
/** On a machine where everything is slow, a host that lets in twelve at a time refuses the last of fifty many times. */
const PATIENCE_MS = 100_000;

/** As fetch, but comes again when the embedded host says 429: it does so whenever the machine is busy and more than twelve requests come at once. */
export function fetchPatiently(url: string, init: Omit<RequestInit, 'signal'> = {}): Promise<Response> {
  return askPatiently(() => fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }), {
    patienceMs: PATIENCE_MS,
  });
}
