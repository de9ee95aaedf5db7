import type { Statistic } from '../contracts/measurement.ts';
import type { K6Type } from './k6-metric.ts';
import { createOnlineBlocking } from './online-blocking.ts';
import { createTrendStatistics } from './trend-statistics.ts';

/** Fewer points than this say nothing about noise within a run; as in statistics/compare/within-run-variance.ts. */
const FEWEST_POINTS = 8;

/** What is kept of one series of points. */
export interface SeriesStatistics {
  add(value: number): void;
  readonly points: number;
  readonly min: number;
  /** @param seconds duration of the run; null leaves rates per second out */
  statistics(seconds: number | null): Statistic[];
}

/** The accumulator for a type of metric. */
export function createSeriesStatistics(type: K6Type): SeriesStatistics {
  switch (type) {
    case 'trend':
      return createTrendStatistics();
    case 'rate':
      return createRateStatistics();
    case 'counter':
      return createCounterStatistics();
    case 'gauge':
      return createGaugeStatistics();
  }
}

/** Share of points that are not zero, as k6 counts a Rate. */
function createRateStatistics(): SeriesStatistics {
  const blocking = createOnlineBlocking();
  let count = 0;
  let events = 0;
  return {
    min: 0,
    get points() {
      return count;
    },
    add(value) {
      const happened = value === 0 ? 0 : 1;
      count += 1;
      events += happened;
      blocking.add(happened);
    },
    statistics() {
      if (count === 0) return [];
      const variance = blocking.longRunVariance() / count;
      return [
        {
          name: 'rate',
          value: events / count,
          count,
          events,
          ...(count >= FEWEST_POINTS && variance > 0 ? { withinVariance: variance } : {}),
        },
      ];
    },
  };
}

/** Sum per second; `count` is the exposure in seconds, `events` the sum. */
function createCounterStatistics(): SeriesStatistics {
  let sum = 0;
  let points = 0;
  return {
    min: 0,
    get points() {
      return points;
    },
    add(value) {
      sum += value;
      points += 1;
    },
    statistics: (seconds) => counterStatistics(sum, seconds),
  };
}

export function counterStatistics(sum: number, seconds: number | null): Statistic[] {
  if (seconds === null || seconds <= 0) return [];
  return [{ name: 'rate', value: sum / seconds, count: seconds, ...(sum >= 0 ? { events: sum } : {}) }];
}

/** The last value (k6 calls it `value`) and the range. */
function createGaugeStatistics(): SeriesStatistics {
  let last: number | null = null;
  let points = 0;
  let min = Infinity;
  let max = -Infinity;
  return {
    get points() {
      return points;
    },
    get min() {
      return min;
    },
    add(value) {
      points += 1;
      last = value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    },
    statistics() {
      if (last === null) return [];
      return [
        { name: 'value', value: last },
        { name: 'min', value: min },
        { name: 'max', value: max },
      ];
    },
  };
}
