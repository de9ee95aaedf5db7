import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Measurement } from '../contracts/measurement.ts';
import { createResultReader } from './create-result-reader.ts';
import type { RawMeasurement, RawMetric } from './raw-measurement.ts';

const facts = {
  service: 'shop',
  commit: 'abc1234',
  branch: 'main',
  environment: { name: 'ci', facts: { cpu: '2' } },
};

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../test/fixtures/k6/${name}`, import.meta.url));
}

function read(name: string, chunkSize = Infinity): RawMeasurement {
  const bytes = fixture(name);
  const reader = createResultReader(facts);
  for (let at = 0; at < bytes.length; at += chunkSize)
    reader.push(bytes.subarray(at, Math.min(bytes.length, at + chunkSize)));
  return reader.end();
}

function metric(
  measurement: RawMeasurement,
  name: string,
  labels: Record<string, string> = {},
): RawMetric | undefined {
  return measurement.metrics.find(
    (one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels),
  );
}

function figures(one: RawMetric | undefined): Record<string, number> {
  return Object.fromEntries((one?.statistics ?? []).map(({ name, value }) => [name, value]));
}

/** k6's own figures of the same run as the two streams. */
const Handle = z.object({
  metrics: z.record(z.string(), z.object({ type: z.string(), values: z.record(z.string(), z.number()) })),
});
const told = Handle.parse(JSON.parse(fixture('handle-old.json').toString())).metrics;
const trends = Object.entries(told).filter(([name, { type }]) => type === 'trend' && !name.includes('{'));

describe('every recorded file', () => {
  it.each([
    'stream.ndjson',
    'stream.csv',
    'handle-old.json',
    'export-old.json',
    'handle-new.json',
    'export-new.json',
  ])('fits the contract: %s', (name) => {
    const measurement = read(name);
    const keys = measurement.metrics.map((one) => JSON.stringify([one.name, one.labels]));

    expect(Measurement.safeParse(measurement).error?.issues ?? []).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { labels } of measurement.metrics)
      expect(Object.keys(labels)).toEqual(Object.keys(labels).sort());
  });
});

describe('the JSON stream of a recorded run', () => {
  const measurement = read('stream.ndjson');

  it.each(trends)('gives the figures that k6 gives for %s', (name, { values }) => {
    const ours = figures(metric(measurement, name));

    expect(ours['mean']).toBeCloseTo(values['avg'] ?? NaN, 9);
    expect(ours['p50']).toBeCloseTo(values['med'] ?? NaN, 9);
    for (const percentile of ['90', '95', '99']) {
      expect(ours[`p${percentile}`]).toBeCloseTo(values[`p(${percentile})`] ?? NaN, 9);
    }
    expect(ours['max']).toBe(values['max']);
    expect(metric(measurement, name)?.statistics[0]?.count).toBe(values['count']);
  });

  it('gives rates, counters and gauges as k6 counts them', () => {
    expect(metric(measurement, 'http_req_failed')?.statistics[0]).toMatchObject({
      value: told['http_req_failed']?.values['rate'],
      events: told['http_req_failed']?.values['passes'],
      count: 24,
    });
    expect(metric(measurement, 'sold')?.statistics[0]).toMatchObject({ name: 'rate', events: 24 });
    expect(figures(metric(measurement, 'heap_growth'))).toEqual({ value: 25, min: 20, max: 25 });
  });

  it('splits by route, status, group and check, with ids and hosts taken out', () => {
    const route = { method: 'GET', name: '/items/:id', scenario: 'browse', status: '200' };
    const failed = { group: 'buy', method: 'POST', name: 'pay', scenario: 'browse', status: '500' };

    expect(metric(measurement, 'http_req_duration', route)?.statistics[0]?.count).toBe(12);
    expect(metric(measurement, 'http_req_duration', failed)?.statistics[0]?.count).toBe(4);
    expect(
      figures(metric(measurement, 'checks', { check: 'paid, "really"', group: 'buy', scenario: 'browse' }))[
        'rate'
      ],
    ).toBeCloseTo(8 / 12, 12);
  });

  it('keeps the split that a threshold declared and the one that k6 always has', () => {
    expect(figures(metric(measurement, 'http_req_failed', { name: 'pay' }))['rate']).toBeCloseTo(4 / 12, 12);
    expect(
      metric(measurement, 'http_req_duration', { expected_response: 'true' })?.statistics[0]?.count,
    ).toBe(20);
  });

  it('gives no split that tells the same as the whole', () => {
    expect(metric(measurement, 'iterations', { scenario: 'browse' })).toBeUndefined();
  });

  it('tells direction, unit and scale', () => {
    const kinds = [
      'http_req_duration',
      'http_req_failed',
      'http_reqs',
      'checks',
      'data_sent',
      'heap_growth',
    ].map((name) => {
      const one = metric(measurement, name);
      return [one?.direction, one?.unit, one?.scale];
    });

    expect(kinds).toEqual([
      ['lower-is-better', 'ms', 'ratio-scale'],
      ['lower-is-better', '', 'proportion'],
      ['higher-is-better', '1/s', 'count'],
      ['higher-is-better', '', 'proportion'],
      ['lower-is-better', 'B/s', 'ratio-scale'],
      ['lower-is-better', '', 'additive'],
    ]);
  });

  it('tells who ran, when, and what is assumed', () => {
    expect(measurement).toMatchObject({
      ...facts,
      tool: 'k6',
      complete: true,
      schema: 'perf-agent.measurement.v1',
    });
    expect(measurement.startedAt).toBe('2026-11-21T08:32:26.440Z');
    expect(measurement.notes).toContain('Taken as lower is better: basket_size, happy, heap_growth, sold.');
    expect(measurement.notes).toContain('k6 threshold on http_req_duration: p(95)<0.1');
  });

  it.each([1, 7, 1_000, 65_537])('does not depend on how the bytes are cut (%i)', (size) => {
    expect(read('stream.ndjson', size)).toEqual(measurement);
  });
});

describe('the CSV of the same run', () => {
  const measurement = read('stream.csv');

  it.each(trends)('gives the same figures for %s', (name) => {
    const [csv, json] = [measurement, read('stream.ndjson')].map((one) => figures(metric(one, name)));

    for (const [statistic, value] of Object.entries(json ?? {}))
      expect(csv?.[statistic]).toBeCloseTo(value, 6);
  });

  it('reads a check whose name has commas and quotes', () => {
    const labels = { check: 'paid, "really"', group: 'buy', scenario: 'browse' };

    expect(metric(measurement, 'checks', labels)?.statistics[0]).toMatchObject({ events: 8, count: 12 });
  });

  it('says which types it had to assume', () => {
    expect(measurement.notes[0]).toContain('CSV does not tell types; taken as trends: basket_size');
  });
});

describe('the summaries of recorded runs', () => {
  it('gives the figures of handleSummary, with sample counts and the duration', () => {
    const measurement = read('handle-old.json');

    expect(measurement.durationSeconds).toBeGreaterThan(0.05);
    for (const [name, { values }] of trends) {
      expect(figures(metric(measurement, name))).toMatchObject({ mean: values['avg'], p95: values['p(95)'] });
      expect(metric(measurement, name)?.statistics[0]?.withinVariance).toBeUndefined();
    }
  });

  it.each(['handle-old.json', 'export-old.json'])(
    'reads the thresholds of %s by its own meaning of true',
    (name) => {
      const notes = read(name).notes.filter((note) => note.includes('threshold'));

      expect(notes.sort()).toEqual([
        'k6 threshold on http_req_duration: p(95)<0.1 was crossed.',
        'k6 threshold on http_req_duration: p(95)<500 was kept.',
        'k6 threshold on http_req_failed{name: pay}: rate<0.01 was crossed.',
      ]);
    },
  );

  it.each(['handle-old.json', 'export-old.json', 'handle-new.json', 'export-new.json'])(
    'gives the same kinds of metrics from %s',
    (name) => {
      const measurement = read(name);

      expect(figures(metric(measurement, 'http_req_failed'))['rate']).toBeCloseTo(4 / 24, 12);
      expect(metric(measurement, 'http_req_failed', { name: 'pay' })?.statistics[0]).toMatchObject({
        events: 4,
        count: 12,
      });
      expect(metric(measurement, 'checks')?.statistics[0]).toMatchObject({ events: 20, count: 24 });
      expect(metric(measurement, 'http_reqs')?.statistics[0]).toMatchObject({ name: 'rate', events: 24 });
      expect(figures(metric(measurement, 'heap_growth'))).toEqual({ value: 25, min: 20, max: 25 });
      expect(Object.keys(figures(metric(measurement, 'http_req_duration')))).toEqual(
        expect.arrayContaining(['mean', 'min', 'p50', 'p90', 'p95', 'max']),
      );
      expect(metric(measurement, 'http_req_duration')).toMatchObject({ unit: 'ms', scale: 'ratio-scale' });
      expect(metric(measurement, 'data_sent')).toMatchObject({ unit: 'B/s' });
      expect(measurement.durationSeconds).toBeGreaterThan(0.05);
    },
  );

  it('tells the start of a run that the new form dates by its end', () => {
    const { startedAt, durationSeconds } = read('export-new.json');

    expect(startedAt).toMatch(/^2026-11-21T08:32:2\d/);
    expect(durationSeconds).toBeLessThan(2);
  });
});
