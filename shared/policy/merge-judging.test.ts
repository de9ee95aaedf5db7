import { describe, expect, it } from 'vitest';
import { effectivePolicy, type EffectivePolicy } from './effective-policy.ts';
import { perfBudgetFromText, policyFromText } from './load-documents.ts';

const POLICY = {
  schema: 'perf-agent.policy.v1',
  id: 'shop',
  metrics: [{ id: 'latency', match: '*', statistics: ['p95'], margin: 0.1, onRegression: 'fail' }],
};
const ABOUT = { service: 'orders', files: ['src/pay.ts'] };

describe('how figures are judged, by all levels', () => {
  it('takes error rates, waiting and ages of baselines from every level, value by value', () => {
    const { judging, refused } = effective(
      {
        alpha: 0.004,
        collect: { minimumRuns: 3 },
        services: [
          { match: 'ord*', alpha: 0.01, collect: { deadlineMinutes: 45, reanalyse: { max: 0 } } },
          { match: 'pay*', alpha: 0.2 },
        ],
        paths: [{ id: 'pay', match: ['src/**'], baseline: { staleDays: 7 } }],
      },
      { falseDiscoveryRate: 0.05, collect: { minimumRuns: 5 } },
    );

    expect(refused).toEqual([]);
    expect(judging).toEqual({
      alpha: 0.01,
      falseDiscoveryRate: 0.05,
      collect: {
        deadlineMinutes: 45,
        pollSeconds: 10,
        minimumRuns: 5,
        reanalyse: { max: 0, quietSeconds: 60 },
      },
      baseline: { staleDays: 7, expireDays: 365 },
    });
  });

  it('does not let a repository alarm less, ask for fewer runs or wait otherwise than the organisation says', () => {
    const looser = {
      alpha: 0.001,
      falseDiscoveryRate: 0.001,
      collect: { minimumRuns: 1, deadlineMinutes: 1, pollSeconds: 300 },
      baseline: { staleDays: 900, expireDays: 1 },
    };

    const { judging, refused } = effective({}, looser);
    const free = effective({ mayLoosen: ['collect'] }, looser);

    expect(judging).toEqual(effective({}, null).judging);
    expect(refused.map(({ path }) => path)).toEqual([
      'alpha',
      'falseDiscoveryRate',
      'collect.deadlineMinutes',
      'collect.pollSeconds',
      'collect.minimumRuns',
      'baseline.staleDays',
      'baseline.expireDays',
    ]);
    expect(free.judging.collect).toMatchObject(looser.collect);
  });
});

/** JSON is YAML, so that the documents go through the parser as those of authors do. */
function effective(policy: object, repository: object | null): EffectivePolicy {
  const loaded = policyFromText(JSON.stringify({ ...POLICY, ...policy }), 'policy.yaml');
  const text = JSON.stringify({ schema: 'perf-agent.perfbudget.v1', ...repository });
  const document = repository === null ? null : perfBudgetFromText(text, '.perfbudget.yml');
  return effectivePolicy(loaded, document, ABOUT);
}
