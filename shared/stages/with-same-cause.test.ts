import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import { seriesOf } from '../../test/support/compared-series.ts';
import { Masked } from '../contracts/masked.ts';
import type { Finding } from '../contracts/finding.ts';
import { withSameCause } from './with-same-cause.ts';

const A = [100, 103, 98, 105, 99];
const B = [150, 148, 155, 149, 158];
const OTHER = [7, 7.2, 7.3, 6.9, 7.1];
const memory = { name: Masked.parse('heap_used') };

const same = (findings: readonly Finding[]): (string | null)[] =>
  findings.map(({ sameCauseAs }) => sameCauseAs);

describe('withSameCause', () => {
  it('lets the clearest percentile of a metric stand for the others', () => {
    const findings = [
      findingOf({ pValue: 0.002 }),
      findingOf({ id: 'E2', statistic: 'p50', pValue: 0.0001 }),
    ];
    const series = [seriesOf([100], [150]), seriesOf([40], [60], { statistic: 'p50' })];

    expect(same(withSameCause(findings, series))).toEqual(['E2', null]);
  });

  it('groups figures that rise and fall together from run to run', () => {
    const scaled = (values: readonly number[]): number[] => values.map((value) => value * 3);
    const findings = [findingOf(), findingOf({ id: 'E2', pValue: 0.01 })];

    expect(same(withSameCause(findings, [seriesOf(A, B), seriesOf(scaled(A), scaled(B), memory)]))).toEqual([
      null,
      'E1',
    ]);
  });

  it('keeps two causes of one change apart, though both began with it', () => {
    const findings = [findingOf(), findingOf({ id: 'E2', pValue: 0.01 })];
    const apart = seriesOf(
      OTHER,
      OTHER.map((value) => value * 2),
      memory,
    );

    expect(same(withSameCause(findings, [seriesOf(A, B), apart]))).toEqual([null, null]);
  });

  it('does not group by the course of a few runs', () => {
    const findings = [findingOf(), findingOf({ id: 'E2', pValue: 0.01 })];

    expect(
      same(withSameCause(findings, [seriesOf([1, 2], [3, 4]), seriesOf([1, 2], [3, 4], memory)])),
    ).toEqual([null, null]);
  });

  it('keeps what was there before apart from what is new', () => {
    const change = {
      kind: 'step' as const,
      commit: 'e5',
      at: '2026-05-01T00:00:00.000Z',
      relativeShift: 1,
      before: 1,
      after: 2,
      pValue: 0.01,
    };
    const before = { change, effect: 0, reason: Masked.parse('before') };
    const findings = [findingOf({ before }), findingOf({ id: 'E2', statistic: 'p50', pValue: 0.01 })];

    expect(same(withSameCause(findings, [seriesOf(A, B), seriesOf(A, B, { statistic: 'p50' })]))).toEqual([
      null,
      null,
    ]);
  });

  it('says nothing of what did not change', () => {
    const calm = findingOf({ answer: 'no-change' });

    expect(same(withSameCause([calm, { ...calm, id: 'E2' }], [seriesOf(A, A), seriesOf(A, A)]))).toEqual([
      null,
      null,
    ]);
  });
});
