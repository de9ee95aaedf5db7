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

/** One course of load on a dependency of which half of the calls fail. */
export interface CourseOptions {
  readonly way: Way;
  readonly seed: number;
  readonly seconds: number;
  /** Seconds pass so many times as fast (fasterAsTimersAllow); what is reported is multiplied back. */
  readonly faster: number;
}

const SERVICE_MS = 400;
/** The time-out with which a naive client has the document's 5.8 s when half of the calls hang and the others take 0.4 s. */
const NAIVE_TIMEOUT_MS = 11_200;
const PERIOD_MS = 15_000;
const REQUESTS_PER_SECOND = 10;
const URL_ASKED = new URL('https://dependency.example/answer');

/** One try, no breaker: a request fails when its call does. */
export function naive(options: CourseOptions): Promise<Course> {
  const { faster } = options;
  const fetch = failingFetch(failing(options));
  return openLoop(options, async (timed) => {
    const response = await timed(() =>
      fetch(URL_ASKED, { signal: AbortSignal.timeout(NAIVE_TIMEOUT_MS / faster) }),
    );
    if (!response.ok) throw new TypeError('status 500');
  });
}

/** The product's client, and its queue's redeliveries: a request fails when its message would be rejected. */
export function ours(options: CourseOptions): Promise<Course> {
  const { faster } = options;
  const client = createHttpClient({
    telemetry: { span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }) },
    clock: { now: () => new Date() },
    fetch: failingFetch(failing(options)),
    defaultTimeoutMs: 10_000 / faster,
    limits: {
      backoffMs: 100 / faster,
      halfOpenAfterMs: 2_000 / faster,
      leastTimeoutMs: 1_000 / faster,
      leastHedgeMs: 50 / faster,
      firstHedgeMs: 1_000 / faster,
      concurrency: 200,
    },
  });
  return openLoop(options, async (timed) => {
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
        await wait(settlement.afterMs / faster);
      }
    }
  });
}

function failing({ way, seed, faster }: CourseOptions): Parameters<typeof failingFetch>[0] {
  return { way, seed, serviceMs: SERVICE_MS / faster, periodMs: PERIOD_MS / faster };
}

/** Requests at their time, whether or not earlier ones have ended. */
async function openLoop(
  { seconds, faster }: CourseOptions,
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
        Math.max(0, startedAt + (number * 1_000) / REQUESTS_PER_SECOND / faster - performance.now()),
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
    meanSeconds: (mean(ended.map(({ ms }) => ms)) * faster) / 1_000,
    failedShare: ended.filter(({ failed }) => failed).length / ended.length,
    meanCallSeconds: (mean(callMs) * faster) / 1_000,
    calls: callMs.length,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
