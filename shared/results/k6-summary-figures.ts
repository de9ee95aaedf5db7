import type { Statistic } from '../contracts/measurement.ts';
import { spaced } from './k6-labels.ts';
import type { K6Type } from './k6-metric.ts';
import { counterStatistics } from './series-statistics.ts';
import { readText } from './shown-text.ts';

type Figures = Readonly<Record<string, unknown>>;

const MOST_STATISTICS = 40;
const LONGEST_PLAIN = 200;
const TREND_NAMES: Readonly<Record<string, string>> = { avg: 'mean', med: 'p50', min: 'min', max: 'max' };

/** The type of a metric of `--summary-export`, which does not tell it. Null: none of k6's. */
export function typeFromFigures(figures: Figures): K6Type | null {
  if ('passes' in figures || 'matches' in figures) return 'rate';
  if (
    'avg' in figures ||
    'med' in figures ||
    Object.keys(figures).some((key) => percentileOf(key) !== null)
  ) {
    return 'trend';
  }
  if ('count' in figures) return 'counter';
  return 'value' in figures ? 'gauge' : null;
}

/**
 * Figures of a summary in our names: avg → mean, med → p50, `p(95)` and `p95` → p95.
 * @param known samples behind a trend and duration in seconds, where other figures of the summary tell them
 */
export function summaryStatistics(
  type: K6Type,
  figures: Figures,
  known: { readonly samples: number | null; readonly seconds: number | null },
): Statistic[] {
  switch (type) {
    case 'trend':
      return trendStatistics(figures, known.samples);
    case 'rate':
      return rateStatistics(figures);
    case 'counter': {
      const count = numberAt(figures, 'count');
      return count === null ? [] : counterStatistics(count, known.seconds);
    }
    case 'gauge':
      return ['value', 'min', 'max'].flatMap((name) => {
        const value = numberAt(figures, name);
        return value === null ? [] : [{ name, value }];
      });
  }
}

function trendStatistics(figures: Figures, samples: number | null): Statistic[] {
  const count = numberAt(figures, 'count') ?? samples;
  const statistics = Object.keys(figures).flatMap((key) => {
    const name = TREND_NAMES[key] ?? percentileOf(key);
    const value = numberAt(figures, key);
    if (name === null || value === null) return [];
    return [{ name, value, ...(count === null ? {} : { count }) }];
  });
  return statistics.sort((a, b) => rankOf(a.name) - rankOf(b.name)).slice(0, MOST_STATISTICS);
}

/** mean, min, percentiles by size, max: the order of streams, whatever the order of the script's options. */
function rankOf(name: string): number {
  if (name === 'mean') return -2;
  if (name === 'min') return -1;
  return name === 'max' ? 101 : Number(name.slice(1));
}

/** `passes` and `matches` count the points that were not zero, also where the metric is called failed. */
function rateStatistics(figures: Figures): Statistic[] {
  const events = numberAt(figures, 'passes') ?? numberAt(figures, 'matches');
  const fails = numberAt(figures, 'fails');
  const count = events !== null && fails !== null ? events + fails : numberAt(figures, 'total');
  if (events !== null && count !== null) {
    return count === 0 ? [] : [{ name: 'rate', value: events / count, count, events }];
  }
  const value = numberAt(figures, 'rate') ?? numberAt(figures, 'value');
  return value === null ? [] : [{ name: 'rate', value }];
}

/** `p(99.9)` or `p99.9` → `p99.9`. */
function percentileOf(key: string): string | null {
  const match = /^p\(?(\d{1,2}(?:\.\d{1,9})?|100)\)?$/.exec(key);
  return match === null ? null : `p${match[1] ?? ''}`;
}

function numberAt(figures: Figures, key: string): number | null {
  const value = figures[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * Which thresholds held. handleSummary says `{ok: true}` for kept, `--summary-export` says `false` for kept: there the
 * flag means "was crossed".
 */
export function thresholdNotes(metric: string, thresholds: unknown): string[] {
  if (typeof thresholds !== 'object' || thresholds === null) return [];
  return Object.entries(thresholds).flatMap(([expression, told]: [string, unknown]) => {
    const kept = typeof told === 'boolean' ? !told : okOf(told);
    if (kept === null) return [];
    const outcome = kept ? 'kept' : 'crossed';
    // Of a long note the end may be cut, and the outcome is not what should be missing.
    return expression.length > LONGEST_PLAIN
      ? [`k6 threshold ${outcome} on ${spaced(metric)}: ${readText(expression)}`]
      : [`k6 threshold on ${spaced(metric)}: ${expression} was ${outcome}.`];
  });
}

function okOf(told: unknown): boolean | null {
  return typeof told === 'object' && told !== null && 'ok' in told && typeof told.ok === 'boolean'
    ? told.ok
    : null;
}
