import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/prometheus/index.ts';
import type { MetricSource } from '../../shared/ports/metric-source.ts';
import { connectorKit } from '../support/connector-kit.ts';
import { stopServersAfterEach } from '../support/local-server.ts';
import { startPrometheusServer } from '../support/prometheus-server/start-prometheus-server.ts';
import { findProgram, startRealPrometheus } from '../support/prometheus-server/start-real-prometheus.ts';
import { itIsAMetricSource } from './metric-source.ts';

const token = 'prometheus-bearer-token';
const from = new Date('2026-11-21T07:00:00Z');
const window = { from, to: new Date('2026-11-21T07:05:00Z') };
const query: Record<string, unknown> = {
  promql: 'rate(http_requests_total{service="$service"}[1m])',
  service: 'shop',
  stepSeconds: 15,
  metric: 'request_rate',
  unit: '1/s',
  direction: 'higher-is-better',
  scale: 'ratio-scale',
};
const requiredFields = ['promql', 'stepSeconds', 'metric', 'unit', 'direction', 'scale'];

function metricsAt(url: string): MetricSource {
  const settings = connector.settings.parse({ baseUrl: url, tokenSecret: 'prometheus', orgId: 'team-a' });
  const { metrics } = connector.connect(settings, connectorKit({ prometheus: token }));
  if (metrics === undefined) throw new TypeError('prometheus offers no metrics');
  return metrics;
}

stopServersAfterEach();

itIsAMetricSource('prometheus', { real: false }, async () => {
  const server = await startPrometheusServer(token);
  return {
    metrics: metricsAt(server.url),
    token,
    query,
    window,
    emptyQuery: { ...query, promql: 'absent_thing' },
    requiredFields,
    failNext: server.failNext,
  };
});

describe('prometheus look-alike', () => {
  it('is asked with a form, the tenant, the escaped service and a time limit', async () => {
    const server = await startPrometheusServer(token);

    await metricsAt(server.url).fetch(
      { ...query, service: 'a"} or up{x="' },
      window,
      AbortSignal.timeout(5_000),
    );

    const [asked] = server.seen;
    expect(asked).toMatchObject({ method: 'POST', url: '/prefix/api/v1/query_range' });
    expect(asked?.headers['x-scope-orgid']).toBe('team-a');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      query: String.raw`rate(http_requests_total{service="a\"} or up{x=\""}[1m])`,
      start: '1795244400',
      end: '1795244700',
      step: '15',
      timeout: '30s',
    });
  });

  it('leaves out samples that are no numbers, and passes on warnings', async () => {
    const server = await startPrometheusServer(token);
    const metrics = metricsAt(server.url);

    const payload = await metrics.fetch(query, window, AbortSignal.timeout(5_000));
    const [first, second] = payload === null ? [] : metrics.parse(query, payload);

    expect(first?.samples).toHaveLength(19);
    expect(first?.labels).toEqual({ instance: 'b' });
    expect(first?.notes).toEqual([
      'Prometheus warned: partial data',
      '2 of 21 samples were NaN or infinite and left out.',
    ]);
    expect(second?.samples).toHaveLength(16);
  });

  it('refuses more points than Prometheus gives, and says which step would do', async () => {
    const server = await startPrometheusServer(token);
    const days = { from, to: new Date(from.getTime() + 10 * 86_400_000) };

    const work = metricsAt(server.url).fetch({ ...query, stepSeconds: 1 }, days, AbortSignal.timeout(5_000));

    await expect(work).rejects.toThrow('Use 79 or more');
    expect(server.seen).toHaveLength(0);
  });
});

const missing = ['prometheus', 'promtool'].filter((name) => findProgram(name) === null);
if (missing.length > 0) {
  // eslint-disable-next-line no-console -- whoever reads the run must know what it did not try
  console.warn(`Not tried against the real Prometheus: ${missing.join(' and ')} is not on the PATH.`);
}

describe.skipIf(missing.length > 0)('a real Prometheus', () => {
  let url = '';
  let stop: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    ({ url, stop } = await startRealPrometheus(openMetrics()));
  });
  afterAll(() => stop());

  itIsAMetricSource('prometheus 2', { real: true }, async () => ({
    metrics: metricsAt(url),
    token,
    query,
    window,
    emptyQuery: { ...query, service: 'no-such-service' },
    requiredFields,
  }));

  it.each([
    ['shop', 'shop'],
    ['a service with "quotes" and \\', 'a service with "quotes" and \\'],
    ["it's", "it's"],
  ])('finds exactly the service %j', async (_title, service) => {
    const promql = `http_requests_total{service='$service'} or http_requests_total{service=~"$service"}`;

    const metrics = metricsAt(url);
    const payload = await metrics.fetch({ ...query, promql, service }, window, AbortSignal.timeout(5_000));
    const series = payload === null ? [] : metrics.parse(query, payload);

    expect(series.map(({ labels }) => labels['service'])).toEqual([service]);
  });

  it('takes a service with the signs of regular expressions as it stands', async () => {
    const promql = 'http_requests_total{service=~"$service"}';

    const found = await metricsAt(url).fetch(
      { ...query, promql, service: 'sho.' },
      window,
      AbortSignal.timeout(5_000),
    );

    expect(found).toBeNull();
  });

  it('computes the rate of the counter that was stored', async () => {
    const metrics = metricsAt(url);

    const payload = await metrics.fetch(query, window, AbortSignal.timeout(5_000));
    const [series] = payload === null ? [] : metrics.parse(query, payload);

    expect(series?.samples.at(-1)?.value).toBeCloseTo(2, 3);
  });

  it('leaves out what the division by zero gives', async () => {
    const metrics = metricsAt(url);
    const nothing = { ...query, promql: 'http_requests_total{service="$service"} / 0' };

    const payload = await metrics.fetch(nothing, window, AbortSignal.timeout(5_000));
    const [series] = payload === null ? [] : metrics.parse(nothing, payload);

    expect(series).toMatchObject({
      samples: [],
      notes: ['21 of 21 samples were NaN or infinite and left out.'],
    });
  });

  it('tells a wrong expression as refused', async () => {
    const work = metricsAt(url).fetch({ ...query, promql: 'rate(' }, window, AbortSignal.timeout(5_000));

    await expect(work).rejects.toMatchObject({ code: 'REMOTE_REFUSED', disposition: 'dead-letter' });
  });
});

/** A counter that grows by 30 each 15 s, for services whose names need escaping. */
function openMetrics(): string {
  const services = ['shop', 'shop-2', 'a service with "quotes" and \\', "it's"];
  const lines = ['# TYPE http_requests counter'];
  for (const service of services) {
    const label = service.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    for (let index = -8; index <= 24; index += 1) {
      const at = from.getTime() / 1_000 + index * 15;
      lines.push(`http_requests_total{service="${label}"} ${(index + 8) * 30} ${at}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
