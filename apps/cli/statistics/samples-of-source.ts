import { setTimeout as wait } from 'node:timers/promises';
import { PermanentError, PipelineError } from '../../../shared/errors/pipeline-error.ts';
import type { MetricSource } from '../../../shared/ports/metric-source.ts';
import type { Sample } from './watched-samples.ts';

export interface PolledMetric {
  readonly source: MetricSource;
  readonly query: Readonly<Record<string, unknown>>;
  readonly stepSeconds: number;
}

/** Answers that fail in a row before the watch gives up. */
const MOST_FAILURES = 5;
/** Longest piece of time asked for at once, in steps: what every Prometheus answers. */
const MOST_STEPS = 5_000;

/**
 * Samples of a window that lies behind.
 * @throws PermanentError(`INPUT_INVALID`) when the query has several series
 */
export async function samplesBetween(
  { source, query, stepSeconds }: PolledMetric,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const longest = MOST_STEPS * stepSeconds * 1_000;
  for (let start = from; start < to; start += longest + stepSeconds * 1_000) {
    const window = { from: new Date(start), to: new Date(Math.min(to, start + longest)) };
    if (window.to <= window.from) break;
    const payload = await source.fetch(query, window, signal);
    const series = payload === null ? [] : source.parse(query, payload);
    if (series.length > 1) {
      throw new PermanentError(
        'INPUT_INVALID',
        `The query has ${series.length} series; one is watched. Aggregate them, such as sum(…), max(…) or histogram_quantile(…).`,
      );
    }
    samples.push(...(series[0]?.samples ?? []));
  }
  return samples;
}

/**
 * Samples after `since` as they come, asked for once a step until `until`. One failed answer is said and the next asked for; what it
 * would have told is in the next. @throws the failure when five follow each other, or one that no waiting cures
 */
export async function* samplesSince(
  metric: PolledMetric,
  times: { readonly since: number; readonly until: number },
  onFailure: (message: string) => void,
  signal: AbortSignal,
): AsyncGenerator<Sample> {
  const step = metric.stepSeconds * 1_000;
  let next = times.since + step;
  let failures = 0;
  while (next <= times.until && !isStopped(signal)) {
    const now = Math.min(Date.now(), times.until);
    if (now < next) {
      await wait(Math.min(next - now, step), undefined, { signal }).catch(() => undefined);
      continue;
    }
    try {
      // The end is one step past the last point asked for at most, so that a window of one point is a window.
      const last = next + Math.floor((now - next) / step) * step;
      const found = await samplesBetween(metric, next, last + step / 2, signal);
      failures = 0;
      next = last + step;
      for (const sample of found) if ((sample.at ?? 0) <= times.until) yield sample;
    } catch (error) {
      failures += 1;
      if (isStopped(signal)) return;
      const isLasting = !PipelineError.is(error) || error.disposition === 'dead-letter';
      if (isLasting || failures >= MOST_FAILURES) throw error;
      onFailure(error.message);
      await wait(step, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** A function, since the signal changes while something is awaited. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
