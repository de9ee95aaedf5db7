import { describe, expect, it } from 'vitest';
import { k6StreamGauge, k6StreamHeader, k6StreamPoints } from './k6-stream.ts';

const lines = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('k6StreamHeader', () => {
  it('declares each metric as k6 does', () => {
    expect(lines(k6StreamHeader())[1]).toEqual({
      type: 'Metric',
      data: { name: 'http_req_duration', type: 'trend', contains: 'time', thresholds: [], submetrics: null },
      metric: 'http_req_duration',
    });
  });
});

describe('k6StreamPoints', () => {
  it('writes count, duration and failure of a request with its route', () => {
    const at = Date.UTC(2026, 10, 21, 8);

    const points = lines(k6StreamPoints({ at, name: '/orders/:id', status: 200, durationMs: 12.5 }));

    const tags = {
      expected_response: 'true',
      name: '/orders/:id',
      status: '200',
    };
    const time = '2026-11-21T08:00:00.000Z';
    expect(points).toEqual([
      { metric: 'http_reqs', type: 'Point', data: { time, value: 1, tags } },
      { metric: 'http_req_duration', type: 'Point', data: { time, value: 12.5, tags } },
      { metric: 'http_req_failed', type: 'Point', data: { time, value: 0, tags } },
    ]);
  });

  it.each([
    [200, 0],
    [302, 0],
    [404, 1],
    [500, 1],
    [0, 1],
  ])('takes status %d as failed: %d', (status, failed) => {
    const points = lines(k6StreamPoints({ at: 0, name: '/orders', status, durationMs: 1 }));

    expect(points[2]).toMatchObject({ metric: 'http_req_failed', data: { value: failed } });
  });
});

describe('k6StreamGauge', () => {
  it('declares a gauge in bytes and sets it', () => {
    expect(lines(k6StreamGauge('heap_growth_per_request', 0, -3.5))).toMatchObject([
      { type: 'Metric', data: { name: 'heap_growth_per_request', type: 'gauge', contains: 'data' } },
      { type: 'Point', data: { time: '1970-01-01T00:00:00.000Z', value: -3.5 } },
    ]);
  });
});
