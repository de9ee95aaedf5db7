import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createResultReader } from '../../shared/results/create-result-reader.ts';
import type { RawMeasurement } from '../../shared/results/raw-measurement.ts';

const folder = new URL('../../../shared/data/samples/k6/', import.meta.url);
const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function read(name: string): RawMeasurement {
  const reader = createResultReader(facts);
  reader.push(readFileSync(new URL(name, folder)));
  return reader.end();
}

function statistic(measurement: RawMeasurement, metric: string, name: string): number | undefined {
  const whole = measurement.metrics.find(
    (one) => one.name === metric && Object.keys(one.labels).length === 0,
  );
  return whole?.statistics.find((one) => one.name === name)?.value;
}

describe.skipIf(!existsSync(folder))('real k6 results (../shared/data/samples/k6)', () => {
  it('reads a handleSummary document', () => {
    const measurement = read('summary-old__k6-reporter__grpc.json');

    expect(measurement.durationSeconds).toBeCloseTo(3.393, 3);
    expect(statistic(measurement, 'grpc_req_duration', 'p95')).toBeGreaterThan(2);
    expect(statistic(measurement, 'checks', 'rate')).toBe(1);
  });

  it('reads CSV of an old and of a newer k6, whatever their columns', () => {
    const taurus = read('csv__taurus__k6_kpi.csv');
    const documented = read('docs-csv-output__k6-docs__csv-block3.csv');

    expect(statistic(taurus, 'http_req_failed', 'rate')).toBe(0.5);
    expect(statistic(documented, 'http_req_duration', 'mean')).toBeCloseTo(221.899, 6);
  });

  it('reads the documented JSON stream', () => {
    const measurement = read('docs-json-output__k6-docs__json-block5.ndjson');

    expect(statistic(measurement, 'http_req_duration', 'mean')).toBeCloseTo(459.865729, 6);
  });

  it('refuses the summary meant for people', () => {
    expect(() => read('docs-summary__k6-docs__end-of-test-block0.txt')).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});
