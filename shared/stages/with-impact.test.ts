import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import { seriesOf } from '../../test/support/compared-series.ts';
import { Masked } from '../contracts/masked.ts';
import type { Finding } from '../contracts/finding.ts';
import { withImpact } from './with-impact.ts';

const whole = seriesOf([100], [{ value: 200, count: 1_000 }]);
const part = seriesOf([100], [{ value: 200, count: 10 }], { labels: { name: '/rare' } });
const doubled: Partial<Finding> = { effect: 1, candidate: { mean: 200, values: [200] } };
const max = { metric: Masked.parse('http_req_*'), statistic: Masked.parse('p95'), max: 100 };
const budget = { ...max, onBreach: 'fail' as const, source: Masked.parse('test') };

describe('withImpact', () => {
  it('weighs the share of requests: a doubling for all is high, for one in a hundred low', () => {
    const findings = [findingOf(doubled), findingOf({ ...doubled, id: 'E2', labels: part.metric.labels })];

    const [all, few] = withImpact(findings, [whole, part], []);

    expect(all).toMatchObject({ severity: 'high', impact: { requestShare: 1, budgetUse: null } });
    expect(few).toMatchObject({ severity: 'low', impact: { requestShare: 0.01 } });
  });

  it('takes all requests where nothing says how many there were', () => {
    const unknown = seriesOf([100], [200], { labels: { name: '/rare' } });

    const [finding] = withImpact([findingOf({ ...doubled, labels: unknown.metric.labels })], [unknown], []);

    expect(finding?.impact).toMatchObject({ requestShare: null });
    expect(finding?.impact?.reason).toContain('share of requests unknown');
  });

  it('weighs the distance to the budget', () => {
    const [over] = withImpact([findingOf({ ...doubled, effect: 0.06 })], [whole], [budget]);
    const [under] = withImpact(
      [findingOf({ ...doubled, effect: 0.06 })],
      [whole],
      [{ ...budget, max: 1_000 }],
    );

    expect(over).toMatchObject({ severity: 'high', impact: { budgetUse: 2 } });
    expect(under).toMatchObject({ severity: 'low', impact: { budgetUse: 0.2 } });
  });

  it('takes shares of failed requests for errors', () => {
    const errors = findingOf({
      scale: 'proportion',
      effect: 0.05,
      candidate: { mean: 0.05, values: [0.05] },
    });
    const checks = { ...errors, direction: 'higher-is-better' as const, effect: -0.05 };

    expect(withImpact([errors, checks], [whole, whole], []).map(({ severity }) => severity)).toEqual([
      'critical',
      'critical',
    ]);
  });

  it('takes half the throughput for twice the time', () => {
    const half = findingOf({ direction: 'higher-is-better', effect: -0.5 });
    const none = findingOf({ direction: 'higher-is-better', effect: -1 });

    const [halved, stopped] = withImpact([half, none], [whole, whole], []);

    expect(halved?.impact?.score).toBe(withImpact([findingOf(doubled)], [whole], [])[0]?.impact?.score);
    expect(stopped?.severity).toBe('critical');
  });

  it('counts a difference from nothing in margins', () => {
    const grown = {
      scale: 'additive' as const,
      unit: 'bytes',
      margin: 200,
      baseline: { mean: 0, values: [0] },
    };

    const [little, much] = withImpact(
      [findingOf({ ...grown, effect: 220 }), findingOf({ ...grown, effect: 20_000 })],
      [whole, whole],
      [],
    );

    expect([little?.severity, much?.severity]).toEqual(['high', 'critical']);
  });

  it('leaves what is no regression without', () => {
    const calm = findingOf({ answer: 'no-change', severity: 'none' });

    expect(withImpact([calm], [whole], [budget])).toEqual([calm]);
  });
});
