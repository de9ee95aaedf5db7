import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricRule } from '../contracts/plan.ts';
import { compareStrictness } from './compare-strictness.ts';
import { effectivePolicy, type EffectivePolicy } from './effective-policy.ts';
import { perfBudgetFromText, policyFromText } from './load-documents.ts';
import { fits, matchRule } from './match-rule.ts';
import { POLICY_LEVELS } from './policy-layers.ts';

const METRICS = ['http_req_duration', 'http_req_failed', 'cpu'];
const STATISTICS = ['p50', 'p95', 'rate'];
const ABOUT = { service: 'orders', files: ['src/pay.ts'] };

const margin = fc.constantFrom(0, 0.05, 0.1, 0.2, 1);
const onRegression = fc.constantFrom('ignore', 'warn', 'fail');
const onBreach = fc.constantFrom('warn', 'fail');
const mode = fc.constantFrom('observe', 'enforce');
const match = fc.constantFrom('http_*', '*', 'http_req_duration', 'cpu', 'c*');
const statistics = fc.uniqueArray(fc.constantFrom(...STATISTICS), { minLength: 1 });
const optional = { requiredKeys: [] };

/** Single fields of a rule that may be above it, or a rule of its own. */
const rules = fc.uniqueArray(
  fc.oneof(
    fc
      .record({ margin, onRegression, mode, statistics }, optional)
      .chain((fields) => fc.constantFrom('latency', 'errors').map((id) => ({ id, ...fields }))),
    fc
      .tuple(
        fc.constantFrom('own', 'other'),
        fc.record({ match, statistics, margin, onRegression }),
        fc.record({ mode }, optional),
      )
      .map(([id, needed, more]) => ({ id, ...needed, ...more })),
  ),
  { maxLength: 4, selector: ({ id }) => id },
);
const budgets = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom(...METRICS),
      fc.constantFrom(...STATISTICS),
      onBreach,
      fc.constantFrom(10, 50, 100, 500),
      fc.record({ mode }, optional),
    )
    .map(([metric, statistic, breach, max, more]) => ({ metric, statistic, onBreach: breach, max, ...more })),
  { maxLength: 4, selector: (one) => `${one.metric} ${one.statistic} ${one.onBreach}` },
);
const gates = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('coverage', 'size'),
    metric: fc.constantFrom(...METRICS),
    statistic: fc.constantFrom(...STATISTICS),
    direction: fc.constantFrom('lower-is-better', 'higher-is-better'),
    window: fc.constantFrom(5, 10),
    allowed: fc.record({ absolute: fc.constantFrom(0, 1, 10) }),
    limit: fc.constantFrom(1, 70),
    noiseFactor: fc.constantFrom(0, 3),
    onBreach,
  }),
  { maxLength: 2, selector: ({ id }) => id },
);
const actions = fc.record({ tickets: fc.boolean(), model: fc.boolean() }, optional);
const overlay = fc.record({ metrics: rules, budgets, gates, actions }, optional);

const POLICY = {
  schema: 'perf-agent.policy.v1',
  id: 'shop',
  metrics: [
    {
      id: 'latency',
      match: 'http_req_duration',
      statistics: ['p50', 'p95'],
      margin: 0.1,
      onRegression: 'fail',
    },
    {
      id: 'errors',
      match: 'http_*',
      statistics: ['rate'],
      margin: 0.1,
      onRegression: 'warn',
      mode: 'observe',
    },
  ],
  budgets: [{ metric: 'http_req_duration', statistic: 'p95', max: 100, onBreach: 'fail' }],
  gates: [
    {
      id: 'coverage',
      metric: 'cpu',
      statistic: 'p50',
      direction: 'higher-is-better',
      allowed: { absolute: 1 },
      limit: 70,
      onBreach: 'fail',
    },
  ],
  actions: { tickets: true },
};

describe('the policy that holds for a change', () => {
  it('is never looser for what a repository says, at its root or by path', () => {
    fc.assert(
      fc.property(overlay, overlay, (root, byPath) => {
        const alone = effective({}, null);

        const both = effective({}, { ...root, paths: [{ id: 'pay', match: ['src/**'], ...byPath }] });

        expect(loosened(alone, both)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('does not let a rule of the repository take statistics from a stricter rule behind it', () => {
    const own = {
      id: 'own',
      match: 'http_*',
      statistics: ['rate'],
      margin: 0,
      onRegression: 'fail',
      mode: 'observe',
    };
    const wider = { id: 'pay', match: ['src/**'], metrics: [{ id: 'own', statistics: ['rate', 'p95'] }] };

    const { rules: merged, refused } = effective({}, { metrics: [own], paths: [wider] });

    expect(merged.find(({ id }) => id === 'own')?.statistics).toEqual(['rate']);
    expect(refused.map(({ path }) => path)).toEqual(['metrics.own.statistics']);
    expect(refused[0]?.why).toContain('it would stand before the rule "latency" with a looser mode');
  });

  it('keeps what is locked as the organisation has it, whatever levels below say', () => {
    fc.assert(
      fc.property(overlay, overlay, overlay, (service, root, byPath) => {
        const locked = ['metrics', 'budgets', 'gates', 'actions'];
        const alone = effective({ locked }, null);

        const all = effective(
          {
            locked,
            services: [{ match: '*', ...service }],
            paths: [{ id: 'pay', match: ['src/**'], ...byPath }],
          },
          { ...root },
        );

        expect([all.rules, all.budgets, all.gates, all.actions]).toEqual([
          alone.rules,
          alone.budgets,
          alone.gates,
          alone.actions,
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it('grants what mayLoosen names and nothing else', () => {
    const looser = { metrics: [{ id: 'latency', margin: 0.5, onRegression: 'warn' }] };

    const { rules: merged, refused } = effective({ mayLoosen: ['metrics.*.margin'] }, looser);

    expect(merged.find(({ id }) => id === 'latency')).toMatchObject({ margin: 0.5, onRegression: 'fail' });
    expect(refused.map(({ path }) => path)).toEqual(['metrics.latency.onRegression']);
  });

  it('takes each value from the last level that may say it, and tells them in order', () => {
    const of = (value: number) => ({ metrics: [{ id: 'latency', margin: value }] });

    const { settings } = effective(
      { services: [{ match: 'ord*', ...of(0.09) }], paths: [{ id: 'pay', match: ['src/**'], ...of(0.07) }] },
      { ...of(0.08), paths: [{ id: 'pay', match: ['src/**'], ...of(0.06) }] },
    );

    const setting = settings.get('metrics.latency.margin');
    expect(setting?.value).toBe(0.06);
    expect(setting?.candidates.map(({ origin, value, outcome }) => [origin.level, value, outcome])).toEqual([
      ['organisation', 0.1, 'overridden'],
      ['service', 0.09, 'overridden'],
      ['repository', 0.08, 'overridden'],
      ['path', 0.07, 'overridden'],
      ['path', 0.06, 'holds'],
    ]);
  });

  it('bounds a question to a model by the last level that may say it, a repository only downwards', () => {
    const of = (tokensPerQuestion: number) => ({ modelBudget: { tokensPerQuestion } });
    const organisation = { ...of(8_000), services: [{ match: 'ord*', ...of(9_000) }] };
    const repository = { ...of(20_000), paths: [{ id: 'pay', match: ['src/**'], ...of(2_000) }] };

    const { question, settings, refused } = effective(organisation, repository);

    expect(question).toEqual({ tokens: 2_000, cost: null });
    expect(
      settings
        .get('modelBudget.tokensPerQuestion')
        ?.candidates.map(({ origin, value, outcome }) => [origin.level, value, outcome]),
    ).toEqual([
      ['organisation', 8_000, 'overridden'],
      ['service', 9_000, 'overridden'],
      ['repository', 20_000, 'loosens'],
      ['path', 2_000, 'holds'],
    ]);
    expect(refused.map(({ path }) => path)).toEqual(['modelBudget.tokensPerQuestion']);
  });

  it('leaves a locked bound of a question as the organisation has it', () => {
    const modelBudget = { tokensPerQuestion: 8_000 };

    const { question } = effective(
      { modelBudget, locked: ['modelBudget'] },
      { modelBudget: { tokensPerQuestion: 10, costPerQuestion: 1 } },
    );

    expect(question).toEqual({ tokens: 8_000, cost: null });
  });

  it('has an origin for every value, which stands in its file, and each refusal has one too', () => {
    fc.assert(
      fc.property(overlay, overlay, (service, root) => {
        const all = effective({ services: [{ match: 'orders', ...service }] }, root);

        const places = [...all.settings.values(), ...all.refused].map(({ origin }) => origin);
        for (const { file, line, column, level } of places) {
          expect(POLICY_LEVELS).toContain(level);
          expect(file).toBe(level === 'repository' ? '.perfbudget.yml' : 'policy.yaml');
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
        for (const rule of all.rules) {
          for (const [field, value] of Object.entries(rule)) {
            expect(all.settings.get(`metrics.${rule.id}.${field}`)?.value).toEqual(value);
          }
        }
        for (const { candidates, value } of all.settings.values()) {
          expect(candidates.findLast(({ outcome }) => outcome === 'holds')?.value).toEqual(value);
        }
      }),
      { numRuns: 400 },
    );
  });
});

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

/** Every figure, bound and action that lets more through in `after` than in `before`. */
function loosened(before: EffectivePolicy, after: EffectivePolicy): readonly string[] {
  const figures = METRICS.flatMap((metric) =>
    STATISTICS.flatMap((statistic) => {
      const judged = (policy: EffectivePolicy): MetricRule | null =>
        matchRule(metric, statistic, [...policy.rules]);
      const was = judged(before);
      return was === null
        ? []
        : looserFields(was, judged(after) ?? {}, ['margin', 'onRegression', 'mode']).map(
            (field) => `${metric} ${statistic} ${field}`,
          );
    }),
  );
  const bounds = before.budgets.flatMap((was) => {
    const is = after.budgets.find(
      (one) =>
        fits(one.metric, was.metric) && one.statistic === was.statistic && one.onBreach === was.onBreach,
    );
    return looserFields(was, is ?? {}, ['max', 'mode']);
  });
  const rolling = before.gates.flatMap((was) => {
    const is = after.gates.find(({ id }) => id === was.id);
    const limit = (is?.limit ?? -Infinity) < (was.limit ?? -Infinity) ? ['limit'] : [];
    const fixed = is?.direction === was.direction && is.window === was.window ? [] : ['direction or window'];
    return [
      ...looserFields(was, is ?? {}, ['noiseFactor', 'allowed', 'onBreach', 'mode']),
      ...limit,
      ...fixed,
    ];
  });
  const switchedOn = (['tickets', 'notifications', 'model'] as const).filter(
    (name) => after.actions[name] && !before.actions[name],
  );
  return [...figures, ...bounds, ...rolling, ...switchedOn];
}

function looserFields(was: object, is: object, fields: readonly string[]): readonly string[] {
  const [old, now] = [was, is].map((one) => new Map<string, unknown>(Object.entries(one)));
  return fields.filter((field) => compareStrictness(field, old?.get(field), now?.get(field)) === 'looser');
}
