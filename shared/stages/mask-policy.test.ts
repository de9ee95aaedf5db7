import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { Origin } from '../policy/policy-layers.ts';
import { maskPolicy } from './mask-policy.ts';

const NAMED = 'jane.roe@example.com';
const names = testMasker('tenant');
const policy = testPolicy();
const [rule] = policy.metrics;
if (rule === undefined) throw new Error('the policy of the tests has no rule');
const origin: Origin = { level: 'repository', file: `${NAMED}.yml`, line: 7, column: 5 };

describe('maskPolicy', () => {
  it('leaves rules that name nobody as they are', () => {
    const { policy: planned } = maskPolicy(effective({ rules: [rule] }), names);

    expect(planned).toMatchObject({ id: 'test', version: 'v1', rules: [rule] });
  });

  it('keeps a rule fitting the metric whose name it spells out', () => {
    const match = 'queue_depth{host="10.1.2.3"}';

    const { policy: planned } = maskPolicy(effective({ rules: [{ ...rule, match }] }), names);

    expect(planned.rules[0]?.match).not.toContain('10.1.2.3');
    expect(planned.rules[0]?.match).toBe(names.mask(match));
  });

  it('keeps names within what a plan may hold, cut after they were masked', () => {
    const long = { ...rule, id: `by ${NAMED} ${'x'.repeat(50)}`, match: `${'a'.repeat(190)} ${NAMED}` };

    const [planned] = maskPolicy(effective({ rules: [long] }), names).policy.rules;

    expect([planned?.id.length, planned?.match.length]).toEqual([
      expect.toSatisfy((length: number) => length > 40 && length <= 80),
      200,
    ]);
    expect(JSON.stringify(planned)).not.toContain('jane');
  });

  it('shows budgets, exemptions, freezes, origins and refusals without whom they name', () => {
    const masked = maskPolicy(
      effective({
        rules: [rule],
        budgets: [
          { metric: `latency of ${NAMED}`, statistic: 'p95', max: 200, onBreach: 'fail', source: 'p' },
        ],
        exemptions: [
          {
            id: 'e',
            metric: `m ${NAMED}`,
            owner: NAMED,
            reason: `told ${NAMED}`,
            until: '2026-12-31',
            origin,
          },
        ],
        freezes: [
          {
            id: 'f',
            reason: `says ${NAMED}`,
            timeZone: 'Europe/Berlin',
            from: '2026-12-20T18:00',
            until: '2027-01-04T08:00',
            onChange: 'warn',
            origin,
          },
        ],
        settings: new Map([[`metrics.${rule.id}.margin`, { value: 0.1, origin, candidates: [] }]]),
        refused: [{ path: `metrics.${NAMED}.margin`, origin, why: `locked by ${NAMED}` }],
      }),
      names,
    );

    expect(JSON.stringify(masked)).not.toContain('jane');
    expect(masked.budgets).toEqual([
      expect.objectContaining({ statistic: 'p95', max: 200, onBreach: 'fail', source: 'p' }),
    ]);
    expect(masked.policy.exemptions).toEqual([expect.objectContaining({ id: 'e', until: '2026-12-31' })]);
    expect(masked.policy.freezes).toEqual([expect.objectContaining({ id: 'f', timeZone: 'Europe/Berlin' })]);
    expect(masked.notes).toEqual([expect.stringContaining('is not applied')]);
  });

  it('lists the first refusals and counts the rest', () => {
    const refused = Array.from({ length: 23 }, (_, n) => ({
      path: `metrics.m${n}.margin`,
      origin,
      why: 'locked',
    }));

    const { notes } = maskPolicy(effective({ refused }), names);

    expect(notes).toHaveLength(21);
    expect(notes.at(-1)).toMatch(/^3 more values/);
  });
});

function effective(more: Partial<EffectivePolicy>): EffectivePolicy {
  return {
    policy,
    version: 'v1',
    rules: [],
    budgets: [],
    gates: [],
    sources: [],
    exemptions: [],
    freezes: [],
    actions: { tickets: true, notifications: true, model: true },
    question: { tokens: null, cost: null },
    approvals: [],
    owners: null,
    judging: policy,
    settings: new Map(),
    refused: [],
    ...more,
  };
}
