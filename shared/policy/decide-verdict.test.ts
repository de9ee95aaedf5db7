import { describe, expect, it } from 'vitest';
import { analysisOf, budgetOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import type { Verdict } from '../contracts/decision.ts';
import type { Analysis, Finding } from '../contracts/finding.ts';
import { Masked } from '../contracts/masked.ts';
import { decideVerdict } from './decide-verdict.ts';

const noRuns = { baseline: 3, candidate: 0 };
const stepBefore: Finding['before'] = {
  change: {
    kind: 'step',
    commit: 'e5'.repeat(20),
    at: '2026-05-01T10:00:00.000Z',
    relativeShift: 0.8,
    before: 100,
    after: 180,
    pValue: 0.001,
  },
  effect: 0.01,
  reason: Masked.parse('Not by this change.'),
};
const earlier = findingOf({ before: stepBefore });
const differences = [Masked.parse('environment differs: baseline ci, candidate staging')];
const environments = { baseline: [], candidate: [], differences, scale: null };
const gate = budgetOf({ source: 'gate p95', rolling: { median: 412.34, values: 7 } });
const undecided = findingOf({ id: 'E2', answer: 'undecided', furtherRuns: 4 });

const NOW = { at: new Date('2026-05-04T10:00:00.000Z'), acknowledgements: [] };

describe('decideVerdict', () => {
  it.each([
    ['figures without change', { findings: [findingOf({ answer: 'no-change' })] }, 'pass'],
    ['nothing that a rule judges', {}, 'no-data'],
    ['nothing that a rule judges, but a kept budget', { budgets: [budgetOf({ result: 'kept' })] }, 'pass'],
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
    ['a regression that the branch had before', { findings: [earlier] }, 'warn'],
    ['such a one beside an undecided figure', { findings: [earlier, undecided] }, 'undecided'],
    ['such a one that the rule ignores', { findings: [{ ...earlier, rule: 'other' }] }, 'pass'],
    ['a regression measured elsewhere', { findings: [findingOf()], environments }, 'warn'],
    ['a breached budget measured elsewhere', { budgets: [budgetOf()], environments }, 'fail'],
    ['a breached gate', { budgets: [gate] }, 'fail'],
    ['a gate without a value to compare with', { budgets: [budgetOf({ result: 'no-baseline' })] }, 'pass'],
    ['no baseline', { answer: 'no-baseline' }, 'no-baseline'],
    ['no baseline, but a breached budget', { answer: 'no-baseline', budgets: [budgetOf()] }, 'fail'],
  ] satisfies [string, Partial<Analysis>, Verdict][])('answers %s', (_name, analysis, verdict) => {
    expect(decideVerdict(analysisOf(analysis), planOf(), NOW).verdict).toBe(verdict);
  });

  it('names rule, evidence and policy of what decided', () => {
    const decision = decideVerdict(
      analysisOf({ findings: [findingOf()], budgets: [budgetOf()] }),
      planOf(),
      NOW,
    );

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

    expect(decideVerdict(analysisOf({ findings: [small, large] }), planOf(), NOW).headline).toBe(
      'Performance regression: http_req_duration p99 rose by 150 %; 2 of 2 figures are worse.',
    );
  });

  it('says of a regression that the branch had before that it is not this change', () => {
    const decision = decideVerdict(analysisOf({ findings: [earlier] }), planOf(), NOW);

    expect(decision.headline).toMatch(
      /^No performance regression by this change: http_req_duration p95 was worse/,
    );
    expect(decision.reasons).toEqual([{ rule: 'latency', text: 'Not by this change.', evidence: ['E1'] }]);
  });

  it('says that a regression was measured elsewhere, and how many figures are apart', () => {
    const same = findingOf({ id: 'E2', statistic: 'p50', sameCauseAs: 'E1', effect: 0.5 });
    const { headline } = decideVerdict(
      analysisOf({ findings: [findingOf(), same], environments }),
      planOf(),
      NOW,
    );

    expect(headline).toMatch(
      /^Performance regression in a different environment: .*; 2 of 2 figures are worse \(1 distinct\)\.$/,
    );
  });

  it('names a gate with the median its bound comes from', () => {
    const decision = decideVerdict(analysisOf({ budgets: [gate] }), planOf(), NOW);

    expect(decision.reasons).toEqual([
      {
        rule: 'gate p95',
        text: 'http_req_duration p95 is 612, the gate allows at most 500 (median 412.3 of the last 7 commits).',
        evidence: ['B1'],
      },
    ]);
  });

  it('counts the figures that passed', () => {
    const same = findingOf({ answer: 'no-change' });

    const headlines = [[same], [same, { ...same, id: 'E2' }]].map(
      (findings) => decideVerdict(analysisOf({ findings }), planOf(), NOW).headline,
    );

    expect(headlines).toEqual([
      'No performance regression in 1 figure.',
      'No performance regression in 2 figures.',
    ]);
  });

  it('says how many runs an undecided change needs', () => {
    expect(decideVerdict(analysisOf({ findings: [undecided] }), planOf(), NOW).headline).toBe(
      'Undecided: the one figure needs more runs (about 4 more on each side); none is shown to be worse.',
    );
    const noisy = { ...undecided, furtherRuns: 647 };
    expect(decideVerdict(analysisOf({ findings: [noisy] }), planOf(), NOW).headline).toContain(
      '(about 647 more on each side if they are as noisy as these; a quieter machine needs fewer)',
    );
  });
});
