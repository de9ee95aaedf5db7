import type { Direction, Scale } from '../contracts/measurement.ts';

export type K6Type = 'counter' | 'gauge' | 'rate' | 'trend';
export type K6Contains = 'default' | 'time' | 'data';

export interface K6Metric {
  readonly type: K6Type;
  readonly contains: K6Contains;
}

/** Built-in metrics (grafana.com/docs/k6, "Built-in metrics"), for outputs that do not tell the type. */
const COUNTERS = [
  'http_reqs',
  'iterations',
  'dropped_iterations',
  'ws_sessions',
  'ws_msgs_sent',
  'ws_msgs_received',
];
const GAUGES = ['vus', 'vus_max'];
const RATES = ['checks', 'http_req_failed', 'browser_http_req_failed'];
const TIMES =
  /^(http_req_|grpc_req_duration|grpc_streams|iteration_duration|group_duration|ws_(connecting|session_duration|ping)|browser_(web_vital_(fcp|lcp|fid|inp|ttfb)|http_req_duration))/;

/** @returns type and content of a built-in metric, or null for a metric of the script */
export function builtInMetric(name: string): K6Metric | null {
  if (COUNTERS.includes(name)) return { type: 'counter', contains: 'default' };
  if (GAUGES.includes(name)) return { type: 'gauge', contains: 'default' };
  if (RATES.includes(name)) return { type: 'rate', contains: 'default' };
  if (/^(browser_)?data_(sent|received)$/.test(name)) return { type: 'counter', contains: 'data' };
  if (TIMES.test(name)) return { type: 'trend', contains: 'time' };
  return null;
}

const HIGHER_IS_BETTER = ['http_reqs', 'iterations', 'checks'];
/** Metrics whose direction is a matter of course; all others are taken as lower-is-better and named in a note. */
const LOWER_IS_BETTER = [...RATES, ...GAUGES, 'dropped_iterations', 'data_sent', 'data_received'];

export function directionOf(name: string): { readonly direction: Direction; readonly assumed: boolean } {
  if (HIGHER_IS_BETTER.includes(name)) return { direction: 'higher-is-better', assumed: false };
  const certain = LOWER_IS_BETTER.includes(name) || TIMES.test(name);
  return { direction: 'lower-is-better', assumed: !certain };
}

export function unitOf({ type, contains }: K6Metric): string {
  if (type === 'rate') return '';
  const unit = contains === 'time' ? 'ms' : contains === 'data' ? 'B' : '';
  if (type !== 'counter') return unit;
  return unit === '' ? '1/s' : `${unit}/s`;
}

/** Counted events are counts; bytes are not events, and their throughput is compared by ratio. */
export function scaleOf({ type, contains }: K6Metric, smallest: number): Scale {
  switch (type) {
    case 'rate':
      return 'proportion';
    case 'counter':
      return contains === 'default' ? 'count' : 'ratio-scale';
    case 'gauge':
      return 'additive';
    case 'trend':
      return smallest < 0 ? 'additive' : 'ratio-scale';
  }
}
