import { createRandom } from '../../shared/statistics/distributions/create-random.ts';

/** A k6 JSON stream of our own making: 300 requests, log-normal around `medianMs`, with noise between runs. */
export function k6Lines(options: {
  readonly medianMs: number;
  readonly seed: number;
  readonly url?: string;
  readonly errorRate?: number;
}): string {
  const random = createRandom(options.seed);
  const between = 1 + (random.uniform() - 0.5) * 0.06;
  const start = Date.UTC(2026, 0, 1) + options.seed * 60_000;
  const lines = [
    metric('http_req_duration', 'trend', 'time'),
    metric('http_req_failed', 'rate', 'default'),
    metric('http_reqs', 'counter', 'default'),
  ];
  for (let index = 0; index < 300; index += 1) {
    const time = new Date(start + index * 20).toISOString();
    const tags = { name: options.url ?? '/orders', method: 'GET', status: '200', expected_response: 'true' };
    const duration = options.medianMs * between * Math.exp((random.uniform() + random.uniform() - 1) * 0.5);
    const failed = random.uniform() < (options.errorRate ?? 0) ? 1 : 0;
    lines.push(point('http_req_duration', time, duration, tags));
    lines.push(point('http_req_failed', time, failed, tags));
    lines.push(point('http_reqs', time, 1, tags));
  }
  return `${lines.join('\n')}\n`;
}

function metric(name: string, type: string, contains: string): string {
  const data = { name, type, contains, thresholds: [], submetrics: null };
  return JSON.stringify({ type: 'Metric', data, metric: name });
}

function point(name: string, time: string, value: number, tags: Record<string, string>): string {
  return JSON.stringify({ metric: name, type: 'Point', data: { time, value, tags } });
}
