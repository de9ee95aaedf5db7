import { describe, expect, it } from 'vitest';
import { createResultReader } from './create-result-reader.ts';
import type { RawMeasurement } from './raw-measurement.ts';

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect';
const FACTS = { service: 'shop', commit: 'a', branch: null, environment: { name: 'default', facts: {} } };

function read(text: string): RawMeasurement {
  const reader = createResultReader(FACTS);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 1_000) reader.push(bytes.subarray(at, at + 1_000));
  return reader.end();
}

function row(
  index: number,
  elapsed: number,
  given: { label?: string; success?: string; message?: string } = {},
) {
  const { label = 'Home', success = 'true', message = 'OK' } = given;
  return `${1_700_000_000_000 + index * 100},${elapsed},${label},200,${message},Users 1-1,text,${success},,512,120,1,1,http://shop.test/,${elapsed - 1},0,1`;
}

function figure(measurement: RawMeasurement, metric: string, statistic: string, label?: string) {
  return measurement.metrics
    .find(({ name, labels }) => name === metric && labels['name'] === label)
    ?.statistics.find(({ name }) => name === statistic);
}

describe('createJmeterCsvReader', () => {
  it('reads times, failures and requests, as a whole and by label', () => {
    const rows = Array.from({ length: 101 }, (_, index) =>
      row(index, 100 + index, {
        label: index < 50 ? 'Home' : '"Cart, full"',
        success: String(index % 10 !== 0),
      }),
    );

    const measurement = read([HEADER, ...rows, ''].join('\n'));

    expect(measurement.tool).toBe('jmeter');
    expect(measurement.complete).toBe(true);
    expect(measurement.durationSeconds).toBe(10);
    expect(figure(measurement, 'http_req_duration', 'p50')?.value).toBe(150);
    expect(figure(measurement, 'http_req_duration', 'max', 'Home')?.value).toBe(149);
    expect(figure(measurement, 'http_req_duration', 'min', 'Cart, full')?.value).toBe(150);
    expect(figure(measurement, 'http_req_failed', 'rate')).toMatchObject({ events: 11, count: 101 });
    expect(figure(measurement, 'http_reqs', 'rate')).toMatchObject({ value: 10.1, events: 101 });
  });

  it('leaves out transaction controllers, whose samplers stand in the file, and says so', () => {
    const message = '"Number of samples in transaction : 2, number of failing samples : 0"';

    const measurement = read([HEADER, row(0, 5), row(1, 5), row(2, 10, { message }), ''].join('\n'));

    expect(figure(measurement, 'http_req_duration', 'max')?.value).toBe(5);
    expect(measurement.notes).toContain('1 rows of transaction controllers left out.');
  });

  it('reads written times and finds columns in any order', () => {
    const measurement = read('elapsed,timeStamp\n5,2026/01/31 12:00:00.000\n7,2026/01/31 12:00:04.000\n');

    expect(measurement.durationSeconds).toBe(4);
    expect(figure(measurement, 'http_req_duration', 'mean')?.value).toBe(6);
    expect(figure(measurement, 'http_req_failed', 'rate')).toBeUndefined();
  });

  it('uses a run that broke off in the middle of a line', () => {
    const measurement = read([HEADER, row(0, 5), row(1, 6), '17000000002'].join('\n'));

    expect(measurement.complete).toBe(false);
    expect(figure(measurement, 'http_req_duration', 'max')?.value).toBe(6);
  });

  it.each([
    [`${HEADER}\n`, /at least one sample/],
    [`${HEADER}\nyesterday,5\n`, /line 2: expected a timeStamp/],
    [`${HEADER}\n${'9'.repeat(400)},5\n`, /line 2: expected a timeStamp/],
    [`${HEADER}\n1700000000000,-5\n`, /line 2: expected a timeStamp/],
    [`${HEADER}\n1700000000000,,Home\n`, /line 2: expected a timeStamp/],
    ['timeStamp,elapsed,success\n1,2,perhaps\n', /line 2: expected "true" or "false"/],
  ])('refuses %j and says where', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});
