import { describe, expect, it } from 'vitest';
import { analysisOf, budgetOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import type { Verdict } from '../contracts/decision.ts';
import type { Analysis } from '../contracts/finding.ts';
import { decideVerdict } from './decide-verdict.ts';

const noRuns = { baseline: 3, candidate: 0 };
const undecided = findingOf({ id: 'E2', answer: 'undecided', furtherRuns: 4 });

describe('decideVerdict', () => {
  it.each([
    ['nothing found', {}, 'pass'],
    ['a regression that the rule fails', { findings: [findingOf()] }, 'fail'],
    ['a regression that the rule warns of', { findings: [findingOf({ rule: 'memory' })] }, 'warn'],
    ['a regression that the rule ignores', { findings: [findingOf({ rule: 'other' })] }, 'pass'],
    ['a regression without a rule', { findings: [findingOf({ rule: 'gone' })] }, 'pass'],
    ['an improvement', { findings: [findingOf({ answer: 'improvement' })] }, 'pass'],
    ['an undecided figure that matters', { findings: [undecided] }, 'undecided'],
    ['an undecided figure that would only warn', { findings: [{ ...undecided, rule: 'memory' }] }, 'pass'],
    ['a regression beside an undecided figure', { findings: [undecided, findingOf()] }, 'fail'],
    ['a breached budget', { budgets: [budgetOf()] }, 'fail'],
    ['a breached budget that warns', { budgets: [budgetOf({ onBreach: 'warn' })] }, 'warn'],
    ['a kept budget', { budgets: [budgetOf({ result: 'kept' })] }, 'pass'],
    ['no run of the change', { runs: noRuns }, 'no-data'],
    ['no run of the change and no baseline', { runs: noRuns, answer: 'no-baseline' }, 'no-data'],
    ['no baseline', { answer: 'no-baseline' }, 'no-baseline'],
    ['no baseline, but a breached budget', { answer: 'no-baseline', budgets: [budgetOf()] }, 'fail'],
  ] satisfies [string, Partial<Analysis>, Verdict][])('answers %s', (_name, analysis, verdict) => {
    expect(decideVerdict(analysisOf(analysis), planOf()).verdict).toBe(verdict);
  });

  it('names rule, evidence and policy of what decided', () => {
    const decision = decideVerdict(analysisOf({ findings: [findingOf()], budgets: [budgetOf()] }), planOf());

    expect(decision.reasons.map(({ rule, evidence }) => [rule, evidence])).toEqual([
      ['latency', ['E1']],
      ['budget .perfbudget.yml', ['B1']],
    ]);
    expect(decision.reasons[1]?.text).toBe('http_req_duration p95 is 612, the budget allows at most 500.');
    expect(decision.policy).toEqual({ id: 'default', version: 'v-test' });
  });

  it('puts the largest effect into the headline', () => {
    const small = findingOf({ effect: 0.07, interval: null });
    const large = findingOf({ id: 'E2', statistic: 'p99', effect: 1.5, interval: null });

    expect(decideVerdict(analysisOf({ findings: [small, large] }), planOf()).headline).toBe(
      'Performance regression: http_req_duration p99 rose by 150 %; 2 of 2 figures are worse.',
    );
  });

  it('says how many runs an undecided change needs', () => {
    expect(decideVerdict(analysisOf({ findings: [undecided] }), planOf()).headline).toBe(
      'Undecided: 1 of 1 figures need more runs (about 4 more on each side); none is shown to be worse.',
    );
  });
});
