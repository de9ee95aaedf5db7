import { describe, expect, it } from 'vitest';
import { retainedHeapBytes } from '../../test/support/retained-heap.ts';
import { createResultReader } from './create-result-reader.ts';
import { routeOf } from './k6-labels.ts';
import type { ResultReader } from './raw-measurement.ts';

const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function push(reader: ResultReader, lines: readonly string[]): void {
  reader.push(new TextEncoder().encode(`${lines.join('\n')}\n`));
}

function point(metric: string, value: number, tags: Record<string, string>): string {
  return JSON.stringify({ metric, type: 'Point', data: { time: '2026-11-21T08:00:00Z', value, tags } });
}

describe('the reader of a stream', () => {
  it('tells at most 200 sets of labels apart, counts the rest in the totals, and says so', () => {
    const reader = createResultReader(facts);
    push(
      reader,
      Array.from({ length: 1_000 }, (_, index) =>
        point('http_req_duration', 5, { method: 'GET', name: `route ${index}` }),
      ),
    );

    const { metrics, notes } = reader.end();

    expect(metrics.filter(({ labels }) => 'name' in labels)).toHaveLength(200);
    expect(metrics.find(({ labels }) => Object.keys(labels).length === 0)?.statistics[0]?.count).toBe(1_000);
    expect(notes.join()).toContain('800 points of further ones');
  });

  it('takes any number of addresses of one route as one', () => {
    const reader = createResultReader(facts);
    push(
      reader,
      Array.from({ length: 30_000 }, (_, index) =>
        point('http_req_duration', 5, {
          name: `https://h:${index}/items/${index}?q=${index}`,
          status: String(200 + (index % 2)),
        }),
      ),
    );

    const { metrics } = reader.end();

    expect(metrics.map(({ labels }) => labels)).toEqual([
      {},
      { name: '/items/:id', status: '200' },
      { name: '/items/:id', status: '201' },
    ]);
  });

  it('leaves out metrics beyond 300 and says how many', () => {
    const reader = createResultReader(facts);
    push(
      reader,
      Array.from(
        { length: 305 },
        (_, index) =>
          `{"type":"Metric","data":{"type":"trend","contains":"time"},"metric":"m${index}"}\n${point(`m${index}`, 1, {})}`,
      ),
    );

    const { metrics, notes } = reader.end();

    expect(metrics).toHaveLength(300);
    expect(notes.join()).toContain('5 metrics beyond 300');
  });

  it('holds its memory while the stream grows', () => {
    const reader = createResultReader(facts);
    const chunk = new TextEncoder().encode(
      `${Array.from({ length: 2_000 }, (_, index) => point('http_req_duration', 1 + (index % 97), { name: `n${index % 50}` })).join('\n')}\n`,
    );
    for (let round = 0; round < 20; round += 1) reader.push(chunk);
    const before = retainedHeapBytes();

    for (let round = 0; round < 80; round += 1) reader.push(chunk);

    // Kept as points, 160,000 lines would take 24 MB and more; the histograms of 50 routes may still fill up.
    expect(retainedHeapBytes() - before).toBeLessThan(10 * 1024 * 1024);
    expect(reader.end().metrics[0]?.statistics[0]?.count).toBe(200_000);
  });
});

describe('routeOf', () => {
  it.each([
    ['http://127.0.0.1:41233/items/17?x=1#y', '/items/:id'],
    ['https://shop.example.com', '/'],
    ['https://shop.example.com/a/3fa85f64-5717-4562-b3fc-2c963f66afa6/b', '/a/:id/b'],
    ['https://shop.example.com/o/65f1c0ffee0123456789abcd', '/o/:id'],
    ['https://shop.example.com/v2/api', '/v2/api'],
    ['https://shop.example.com/facade', '/facade'],
    ['my own name 17', 'my own name 17'],
    ['/already/a/path/17', '/already/a/path/17'],
  ])('makes %s to %s', (name, route) => {
    expect(routeOf(name)).toBe(route);
  });
});
