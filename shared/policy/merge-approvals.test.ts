import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalNeed } from './approval-need.ts';
import { effectivePolicy, type EffectivePolicy } from './effective-policy.ts';
import { explainApproval } from './explain-approval.ts';
import { perfBudgetFromText, policyFromText } from './load-documents.ts';
import { planApprovals } from './plan-approvals.ts';

const POLICY = {
  schema: 'perf-agent.policy.v1',
  id: 'shop',
  metrics: [{ id: 'latency', match: '*', statistics: ['p95'], margin: 0.1, onRegression: 'fail' }],
  people: ['anna', 'bert', 'cy', 'dora'].map((id) => ({ id, accounts: { git: id } })),
  groups: { leads: ['anna', 'bert'], data: ['cy', 'dora'] },
  approvals: [{ id: 'risky', when: { risk: ['high'] }, approvers: ['leads'] }],
};
const DATA = { id: 'data', when: {}, approvers: ['data'] };
const ABOUT = { service: 'orders', files: ['db/7.sql'] };
const NOT_FAILED = ['warn', 'pass', 'undecided', 'no-baseline', 'no-data'] as const;

describe('approval rules of all levels', () => {
  it('let the rule of a service decide before that of the organisation, and that of a path before both', () => {
    const { approvals } = effective(
      {
        services: [{ match: 'ord*', approvals: [{ id: 'orders', when: {}, approvers: ['bert'] }] }],
        paths: [{ id: 'db', match: ['db/**'], approvals: [DATA] }],
      },
      null,
    );

    expect(approvals.map(({ id }) => id)).toEqual(['data', 'orders', 'risky']);
  });

  it('do not hold for other services and other files', () => {
    const { approvals } = effective(
      {
        services: [{ match: 'pay*', approvals: [{ id: 'orders', when: {}, approvers: ['bert'] }] }],
        paths: [{ id: 'web', match: ['web/**'], approvals: [DATA] }],
      },
      null,
    );

    expect(approvals.map(({ id }) => id)).toEqual(['risky']);
  });

  it('change single values of a rule by its id, and keep the story of each', () => {
    const { approvals, settings } = effective(
      {
        services: [{ match: '*', approvals: [{ id: 'risky', count: 2 }] }],
        paths: [{ id: 'db', match: ['db/**'], approvals: [{ id: 'risky', approvers: ['data'] }] }],
      },
      null,
    );

    expect(approvals).toMatchObject([
      { id: 'risky', when: { risk: ['high'] }, approvers: ['data'], count: 2 },
    ]);
    expect(settings.get('approvals.risky.approvers')?.candidates).toMatchObject([
      { value: ['leads'], outcome: 'overridden', origin: { level: 'organisation' } },
      { value: ['data'], outcome: 'holds', origin: { level: 'path' } },
    ]);
  });

  it('let a repository ask where nobody else does, behind the rules of the organisation', () => {
    const own = { ...DATA, when: { verdict: NOT_FAILED } };

    const { approvals, refused } = effective({}, { approvals: [own] });

    expect(approvals.map(({ id }) => id)).toEqual(['risky', 'data']);
    expect(refused).toEqual([]);
  });

  it.each([
    ['let a failed verdict pass', DATA, 'with it somebody could let a failed verdict pass'],
    ['widen who may approve', { id: 'risky', approvers: ['leads', 'data'] }, 'would loosen ["leads"]'],
    ['lower how many have to', { id: 'risky', count: 1 }, '1 would loosen 2'],
    ['let fewer changes wait', { id: 'risky', when: { risk: ['high'], freeze: true } }, 'would loosen'],
    ['name a stranger', { ...DATA, approvers: ['eve'] }, 'names "eve", who is neither a person nor a group'],
    ['leave out who is asked', { id: 'own' }, 'a rule of its own also needs approvers'],
    ['ask for more people than it names', { id: 'risky', count: 3 }, 'wants 3 different people and names 2'],
  ])('do not let a repository %s, and say so', (_what, rule, why) => {
    const strict = { approvals: [{ ...POLICY.approvals[0], count: 2 }] };

    const { approvals, refused } = effective(strict, { approvals: [rule] });

    expect(approvals).toEqual(effective(strict, null).approvals);
    expect(refused.map((one) => `${one.origin.file} ${one.why}`).join()).toContain('.perfbudget.yml ');
    expect(refused.map((one) => one.why).join()).toContain(why);
  });

  it('let a repository ask more of people, and fewer of them', () => {
    const tighter = { id: 'risky', approvers: ['anna', 'bert'], count: 2, timeoutMinutes: 120 };

    const { approvals, refused } = effective({}, { approvals: [tighter] });

    expect(refused).toEqual([]);
    expect(approvals).toMatchObject([tighter]);
  });

  it('stay as they are where the organisation has locked them', () => {
    const { approvals, refused } = effective(
      {
        locked: ['approvals.risky.count', 'approvals.data'],
        services: [{ match: '*', approvals: [{ id: 'risky', count: 2 }, DATA] }],
      },
      null,
    );

    expect(approvals).toMatchObject([{ id: 'risky', count: 1 }]);
    expect(refused.map(({ path }) => path)).toEqual(['approvals.risky.count', 'approvals.data']);
  });

  it('never ask fewer people or let more of them agree for what a repository says', () => {
    const rule = fc.record(
      {
        id: fc.constantFrom('risky', 'own'),
        when: fc.constantFrom({}, { risk: ['high'] }, { verdict: ['warn'] }, { verdict: ['fail'] }),
        approvers: fc.constantFrom(['leads'], ['anna'], ['data'], ['leads', 'data']),
        count: fc.constantFrom(1, 2),
        timeoutMinutes: fc.constantFrom(100, 1_440, 3_000),
        escalate: fc.constantFrom(null, { afterMinutes: 90, to: ['cy'] }, { afterMinutes: 70, to: ['data'] }),
      },
      { requiredKeys: ['id'] },
    );
    const list = fc.uniqueArray(rule, { maxLength: 2, selector: ({ id }) => id });
    const alone = effective({}, null);
    fc.assert(
      fc.property(list, list, (root, byPath) => {
        const both = effective(
          {},
          { approvals: root, paths: [{ id: 'db', match: ['db/**'], approvals: byPath }] },
        );

        expect(CASES.flatMap((about) => looser(alone, both, about))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('explainApproval', () => {
  it('names for each verdict the rule that decides who may approve, where it stands, and why others do not', () => {
    const policy = effective(
      { paths: [{ id: 'db', match: ['db/**'], approvals: [{ ...DATA, when: { verdict: ['fail'] } }] }] },
      null,
    );

    const explained = explainApproval(policy, { risk: 'high', frozen: false });

    expect(explained.rules).toMatchObject([
      { id: 'data', verdicts: ['fail'], count: 1, approvers: ['cy', 'dora'] },
      { id: 'risky', verdicts: NOT_FAILED, approvers: ['anna', 'bert'] },
    ]);
    expect(explained.rules[0]?.values.find(({ field }) => field === 'approvers')).toMatchObject({
      value: ['data'],
      origin: { level: 'path', file: 'policy.yaml' },
    });
  });

  it('says of every rule that does not ask why', () => {
    const { rules, unasked, others } = explainApproval(effective({}, null), { risk: 'low', frozen: false });

    expect(rules).toEqual([]);
    expect(unasked).toContain('fail');
    expect(others).toMatchObject([{ id: 'risky', why: 'it is for a risk that is high' }]);
  });
});

type Verdict = 'fail' | (typeof NOT_FAILED)[number];
type Case = readonly [verdict: Verdict, level: 'low' | 'high'];
const CASES = (['fail', ...NOT_FAILED] as const).flatMap((verdict): readonly Case[] => [
  [verdict, 'low'],
  [verdict, 'high'],
]);

/** In what the policy after lets more through than the one before. */
function looser(before: EffectivePolicy, after: EffectivePolicy, about: Case): readonly string[] {
  const [was, is] = [needOf(before, about), needOf(after, about)];
  // A failed verdict that nobody may answer for stays failed.
  if (was === null) return about[0] === 'fail' && is !== null ? ['answers for a failure'] : [];
  if (is === null) return ['nobody is asked'];
  const allowed = new Set([...was.approvers, ...was.escalateTo]);
  const more = [...is.approvers, ...is.escalateTo].filter((person) => !allowed.has(person));
  return [...more, ...(is.count < was.count ? ['fewer have to agree'] : [])];
}

function needOf({ policy, approvals }: EffectivePolicy, [verdict, level]: Case) {
  const { people, groups } = policy;
  const planned = planApprovals(
    { people, groups, approvals },
    { connection: 'git', author: 'somebody', committers: [] },
  );
  return approvalNeed(planned, { verdict, risk: { level, reasons: [] }, frozen: false, now: new Date(0) });
}

/** JSON is YAML, so that the documents go through the parser as those of authors do. */
function effective(policy: object, repository: object | null): EffectivePolicy {
  const loaded = policyFromText(JSON.stringify({ ...POLICY, ...policy }), 'policy.yaml');
  const text = JSON.stringify({ schema: 'perf-agent.perfbudget.v1', ...repository });
  return effectivePolicy(
    loaded,
    repository === null ? null : perfBudgetFromText(text, '.perfbudget.yml'),
    ABOUT,
  );
}
