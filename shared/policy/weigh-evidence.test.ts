import { describe, expect, it } from 'vitest';
import { analysisOf, budgetOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import type { Acknowledgement } from '../contracts/acknowledgement.ts';
import type { Analysis } from '../contracts/finding.ts';
import { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import { decideVerdict } from './decide-verdict.ts';

const AT = new Date('2026-05-04T10:00:00.000Z');
const ORIGIN = Masked.parse('policies/default.yaml:9 (organisation)');
const WORD: Acknowledgement = {
  schema: 'perf-agent.acknowledgement.v1',
  tenant: 'default',
  service: 'orders',
  branch: 'main',
  change: null,
  metric: 'http_*',
  statistic: 'p95',
  upTo: null,
  at: '2026-05-01T10:00:00.000Z',
  until: '2026-06-01T00:00:00.000Z',
  owner: Masked.parse('team-orders'),
  by: Masked.parse('ada'),
  via: 'comment',
  reason: Masked.parse('new tax rules'),
};
const REGRESSED: Partial<Analysis> = { answer: 'regression', findings: [findingOf()] };

function decided(
  analysis: Partial<Analysis>,
  policy: Partial<Plan['policy']> = {},
  acknowledgements: readonly Acknowledgement[] = [],
  at = AT,
) {
  const plan = planOf();
  return decideVerdict(
    analysisOf(analysis),
    { ...plan, policy: { ...plan.policy, ...policy } },
    { at, acknowledgements },
  );
}

describe('a rule in observation', () => {
  it('says that it would have failed, and does not', () => {
    const [rule, ...others] = planOf().policy.rules;
    if (rule === undefined) throw new TypeError('The plan of the tests has a rule.');

    const decision = decided(
      { ...REGRESSED, findings: [findingOf()] },
      { rules: [{ ...rule, mode: 'observe' }, ...others] },
    );

    expect(decision).toMatchObject({
      verdict: 'pass',
      reasons: [],
      observed: [{ rule: 'latency', would: 'fail', evidence: ['E1'] }],
    });
  });

  it('says so of a budget too', () => {
    const decision = decided({ budgets: [budgetOf({ mode: 'observe' })] });

    expect(decision).toMatchObject({ verdict: 'pass', observed: [{ would: 'fail', evidence: ['B1'] }] });
  });
});

describe('a fixed threshold', () => {
  const [rule] = planOf().policy.rules;
  const strict = (threshold: object) => ({ rules: rule === undefined ? [] : [{ ...rule, threshold }] });
  const undecided = { findings: [findingOf({ answer: 'undecided' })] };

  it.each([
    ['beyond its share', { relative: 0.5 }, 'fail'],
    ['within its share', { relative: 0.9 }, 'undecided'],
    ['beyond its step', { absolute: 50 }, 'fail'],
    ['within its step', { absolute: 90 }, 'undecided'],
  ])('decides what statistics leave open: %s', (_name, threshold, verdict) => {
    expect(decided(undecided, strict(threshold)).verdict).toBe(verdict);
  });

  it('leaves alone what got better', () => {
    const better = findingOf({ answer: 'improvement', direction: 'higher-is-better' });

    expect(decided({ findings: [better] }, strict({ relative: 0.1 })).verdict).toBe('pass');
  });
});

describe('an acknowledgement', () => {
  it('keeps a regression from failing, and says who answers until when and why', () => {
    const decision = decided(REGRESSED, {}, [WORD]);

    expect(decision).toMatchObject({
      verdict: 'pass',
      reasons: [],
      excused: [{ kind: 'acknowledged', by: 'team-orders', rule: 'latency', until: WORD.until }],
    });
    expect(decision.headline).toContain('acknowledged by team-orders until 2026-05-31: new tax rules');
  });

  it('ends by itself, and that is said', () => {
    const decision = decided(REGRESSED, {}, [WORD], new Date(WORD.until));

    expect(decision.verdict).toBe('fail');
    expect(decision.remarks?.join()).toContain('ended on 2026-05-31 and is not applied');
  });

  it('does not cover what got worse than it says, beyond the margin', () => {
    expect(decided(REGRESSED, {}, [{ ...WORD, upTo: 0.8 }]).verdict).toBe('pass');

    const beyond = decided(REGRESSED, {}, [{ ...WORD, upTo: 0.3 }]);

    expect(beyond.verdict).toBe('fail');
    expect(beyond.remarks?.join()).toContain('worse than what team-orders acknowledged (up to 0.3)');
  });

  it.each([
    ['another metric', { metric: 'cpu' }],
    ['another statistic', { statistic: 'p99' }],
  ])('does not cover %s', (_name, more) => {
    expect(decided(REGRESSED, {}, [{ ...WORD, ...more }]).verdict).toBe('fail');
  });

  it('does not cover a budget', () => {
    expect(decided({ budgets: [budgetOf()] }, {}, [{ ...WORD, statistic: null }]).verdict).toBe('fail');
  });

  it('says nothing of one that was taken back', () => {
    expect(decided(REGRESSED, {}, [{ ...WORD, until: WORD.at }]).remarks).toBeUndefined();
  });
});

describe('an exemption', () => {
  const exemption = {
    id: 'import',
    metric: 'http_*',
    owner: Masked.parse('team-data'),
    reason: Masked.parse('rewritten'),
    until: '2026-05-04',
    origin: ORIGIN,
  };

  it('holds through its last day, for budgets too', () => {
    const last = new Date('2026-05-04T23:59:59.999Z');

    const decision = decided({ ...REGRESSED, budgets: [budgetOf()] }, { exemptions: [exemption] }, [], last);

    expect(decision.verdict).toBe('pass');
    expect(decision.excused).toHaveLength(2);
  });

  it('is said and not applied from the next day on', () => {
    const decision = decided(
      REGRESSED,
      { exemptions: [exemption] },
      [],
      new Date('2026-05-05T00:00:00.000Z'),
    );

    expect(decision.verdict).toBe('fail');
    expect(decision.remarks?.join()).toContain(
      'import of team-data (policies/default.yaml:9 (organisation)) expired',
    );
  });
});

describe('a freeze', () => {
  const freeze = {
    id: 'year-end',
    reason: Masked.parse('closing of the books'),
    timeZone: 'Europe/Berlin',
    from: '2026-10-25T01:30',
    until: '2026-10-25T03:00',
    onChange: 'fail' as const,
    origin: ORIGIN,
  };
  const quiet = { findings: [findingOf({ answer: 'no-change' })] };

  it.each([
    ['a minute before it', '2026-10-24T23:29:00.000Z', 'pass'],
    ['at its first minute', '2026-10-24T23:30:00.000Z', 'fail'],
    ['in the hour that the clock shows twice', '2026-10-25T01:30:00.000Z', 'fail'],
    ['when its wall clock says that it is over', '2026-10-25T02:00:00.000Z', 'pass'],
  ])('follows the clock on the wall: %s', (_name, at, verdict) => {
    expect(decided(quiet, { freezes: [freeze] }, [], new Date(at)).verdict).toBe(verdict);
  });

  it('only says so in observation', () => {
    const at = new Date('2026-10-25T00:00:00.000Z');

    expect(decided(quiet, { freezes: [{ ...freeze, mode: 'observe' }] }, [], at)).toMatchObject({
      verdict: 'pass',
      observed: [{ rule: 'freeze year-end', would: 'fail' }],
    });
  });
});

describe('a rule for certain environments', () => {
  it('counts only there, and that is said', () => {
    const [rule] = planOf().policy.rules;
    if (rule === undefined) throw new TypeError('The plan of the tests has a rule.');
    const rules = [{ ...rule, environments: ['staging*'] }];
    const measuredIn = (name: string) => ({
      baseline: [],
      candidate: [{ name: Masked.parse(name), facts: {} }],
      differences: [],
      scale: null,
    });

    expect(decided({ ...REGRESSED, environments: measuredIn('staging-eu') }, { rules }).verdict).toBe('fail');
    const elsewhere = decided({ ...REGRESSED, environments: measuredIn('laptop') }, { rules });
    expect(elsewhere.verdict).toBe('pass');
    expect(elsewhere.remarks?.join()).toContain('counts in staging* only');
  });
});
