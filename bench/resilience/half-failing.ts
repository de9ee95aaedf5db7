import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { settlementOf } from '../../shared/pipeline/settlement.ts';
import { createHttpClient } from '../../shared/platform/http-client/create-http-client.ts';
import { failingFetch, type Way } from './failing-fetch.ts';

/** Requirements document 3, "Resilience", without and with its circuit breaker, half of the calls failing. */
export const DOCUMENT = {
  without: { meanSeconds: 5.8, failedShare: 0.5 },
  with: { meanSeconds: 1.2, failedShare: 0.1 },
};

export interface Course {
  readonly meanSeconds: number;
  readonly failedShare: number;
  /** Mean time of one call, whether it answered or was refused: what the document's breaker shortens. */
  readonly meanCallSeconds: number;
  readonly calls: number;
}

/** Seconds pass ten times as fast, so that a minute takes six seconds; what is reported is multiplied back. */
const FASTER = 10;
const SERVICE_MS = 400;
/** The time-out with which a naive client has the document's 5.8 s when half of the calls hang and the others take 0.4 s. */
const NAIVE_TIMEOUT_MS = 11_200;
const PERIOD_MS = 15_000;
const REQUESTS_PER_SECOND = 10;
const URL_ASKED = new URL('https://dependency.example/answer');

/** One try, no breaker: a request fails when its call does. */
export function naive(way: Way, seed: number, seconds: number): Promise<Course> {
  const fetch = failingFetch(failing(way, seed));
  return openLoop(seconds, async (timed) => {
    const response = await timed(() =>
      fetch(URL_ASKED, { signal: AbortSignal.timeout(NAIVE_TIMEOUT_MS / FASTER) }),
    );
    if (!response.ok) throw new TypeError('status 500');
  });
}

/** The product's client, and its queue's redeliveries: a request fails when its message would be rejected. */
export function ours(way: Way, seed: number, seconds: number): Promise<Course> {
  const client = createHttpClient({
    telemetry: { span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }) },
    clock: { now: () => new Date() },
    fetch: failingFetch(failing(way, seed)),
    defaultTimeoutMs: 10_000 / FASTER,
    limits: {
      backoffMs: 100 / FASTER,
      halfOpenAfterMs: 2_000 / FASTER,
      leastTimeoutMs: 1_000 / FASTER,
      leastHedgeMs: 50 / FASTER,
      firstHedgeMs: 1_000 / FASTER,
      concurrency: 200,
    },
  });
  return openLoop(seconds, async (timed) => {
    for (let failures = 0; ; failures += 1) {
      try {
        const signal = AbortSignal.timeout(120_000);
        await timed(() => client.getJson(URL_ASKED, z.object({ name: z.string() }), { signal }));
        return;
      } catch (error) {
        if (!PipelineError.is(error)) throw error;
        const message = { queue: 'collect' as const, attempt: failures, failures };
        const settlement = settlementOf(error, message);
        if (settlement.do !== 'retry' && settlement.do !== 'retry-later') throw error;
        await wait(settlement.afterMs / FASTER);
      }
    }
  });
}

function failing(way: Way, seed: number): Parameters<typeof failingFetch>[0] {
  return { way, seed, serviceMs: SERVICE_MS / FASTER, periodMs: PERIOD_MS / FASTER };
}

/** Requests at their time, whether or not earlier ones have ended. */
async function openLoop(
  seconds: number,
  request: (timed: <T>(call: () => Promise<T>) => Promise<T>) => Promise<void>,
): Promise<Course> {
  const startedAt = performance.now();
  const callMs: number[] = [];
  const timed = async <T>(call: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    try {
      return await call();
    } finally {
      callMs.push(performance.now() - from);
    }
  };
  const total = Math.round(seconds * REQUESTS_PER_SECOND);
  const ended = await Promise.all(
    Array.from({ length: total }, async (_, number) => {
      await wait(
        Math.max(0, startedAt + (number * 1_000) / REQUESTS_PER_SECOND / FASTER - performance.now()),
      );
      const from = performance.now();
      const failed = await request(timed).then(
        () => false,
        () => true,
      );
      return { ms: performance.now() - from, failed };
    }),
  );
  return {
    meanSeconds: (mean(ended.map(({ ms }) => ms)) * FASTER) / 1_000,
    failedShare: ended.filter(({ failed }) => failed).length / ended.length,
    meanCallSeconds: (mean(callMs) * FASTER) / 1_000,
    calls: callMs.length,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
