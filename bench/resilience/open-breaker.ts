import * as z from 'zod';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { createHttpClient } from '../../shared/platform/http-client/create-http-client.ts';
import { createLocalStates } from '../../shared/platform/http-client/local-states.ts';
import { type Measured, quantile } from '../spine/measured.ts';

const CALLS = 20_000;

/** Time that a call over an open circuit takes to be refused, as the caller of the HTTP client sees it; nothing is sent and no database asked. */
export async function openBreaker(): Promise<Measured> {
  const client = createHttpClient({
    telemetry: { span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }) },
    clock: { now: () => new Date() },
    fetch: () => Promise.reject(new TypeError('gone')),
    limits: { failuresToBreak: 1, halfOpenAfterMs: 600_000, backoffMs: 1 },
    connection: 'code',
    shared: createLocalStates(),
  });
  const { signal } = new AbortController();
  const refusedWith = async (): Promise<unknown> => {
    try {
      await client.getJson(new URL('https://gone.example/'), z.unknown(), { signal });
      return null;
    } catch (error) {
      return PipelineError.is(error) ? error.details['reason'] : error;
    }
  };
  await refusedWith();
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const from = performance.now();
    const reason = await refusedWith();
    times.push(performance.now() - from);
    if (reason !== 'circuit-open')
      throw new Error(`A call was not refused by the circuit: ${String(reason)}.`);
  }
  return {
    name: 'open circuit, time to refuse a call, p99',
    value: quantile(times, 0.99),
    unit: 'ms',
    target: 1,
    better: 'lower',
    details: { calls: CALLS, p50: quantile(times, 0.5), max: Math.max(...times) },
  };
}
