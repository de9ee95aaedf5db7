import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Budget, MetricRule, Plan } from '../contracts/plan.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { EffectiveApprovals } from '../policy/plan-approvals.ts';
import type { Origin } from '../policy/policy-layers.ts';
import type { Refusal } from '../policy/settings-ledger.ts';
import type { Masker } from '../ports/masker.ts';

type Names = Pick<Masker, 'mask'>;

const LONGEST_ID = 80;
const LONGEST_MATCH = 200;
const MOST_REFUSALS = 20;

/** What of an effective policy stands in a plan. Everything that a person wrote has gone through the masker. */
export function maskPolicy(
  effective: EffectivePolicy,
  names: Names,
): Pick<Plan, 'policy' | 'budgets' | 'gates'> & { readonly notes: readonly Masked[] } {
  const { policy, version, rules, exemptions, freezes, judging, question, refused } = effective;
  const planned = rules.map((rule) => ({ rule: maskRule(rule, names), id: rule.id }));
  return {
    policy: {
      id: policy.id,
      version,
      rules: planned.map(({ rule }) => rule),
      alpha: judging.alpha,
      falseDiscoveryRate: judging.falseDiscoveryRate,
      exemptions: exemptions.map(({ origin, ...one }) => ({
        ...one,
        metric: names.mask(one.metric),
        owner: names.mask(one.owner),
        reason: names.mask(one.reason),
        origin: originWords(origin, names),
      })),
      freezes: freezes.map(({ origin, ...one }) => ({
        ...one,
        reason: names.mask(one.reason),
        origin: originWords(origin, names),
      })),
      origins: Object.fromEntries(
        planned.map(({ rule, id }) => [rule.id, originsOf(`metrics.${id}`, effective, names)]),
      ),
      model: effective.actions.model,
      ...(question.tokens === null && question.cost === null ? {} : { question }),
    },
    budgets: effective.budgets.map((budget) => maskBudget(budget, names)),
    gates: [...effective.gates],
    notes: [
      ...refused.slice(0, MOST_REFUSALS).map((refusal) => names.mask(refusalWords(refusal))),
      ...(refused.length > MOST_REFUSALS
        ? [
            maskedText`${refused.length - MOST_REFUSALS} more values of the policy were not applied; "perf-agent policy check" lists them.`,
          ]
        : []),
    ],
  };
}

/**
 * A rule as it may stand in a plan. Names of metrics are masked under the same key, so a rule that spells out what is masked in a
 * metric's name still fits it.
 */
function maskRule(rule: MetricRule, names: Names): MetricRule {
  const id = names.mask(rule.id).slice(0, LONGEST_ID);
  return { ...rule, id, match: names.mask(rule.match).slice(0, LONGEST_MATCH) };
}

/** A budget as it may stand in a plan. */
function maskBudget(budget: Budget, names: Names): Plan['budgets'][number] {
  return { ...budget, metric: names.mask(budget.metric), statistic: names.mask(budget.statistic) };
}

/** `.perfbudget.yml:7:5 metrics.latency.margin is not applied: …` */
export function refusalWords({ path, origin, why }: Refusal): string {
  return `${origin.file}:${origin.line}:${origin.column} ${path} is not applied: ${why}.`;
}

/** `policies/default.yaml:12 (organisation)` */
export function originWords({ file, line, level }: Origin, names: Names): Masked {
  return maskedText`${names.mask(file)}:${line} (${maskedName(level)})`;
}

/** The approval rules of a policy with where each stands. */
export function placedApprovals(effective: EffectivePolicy, names: Names): EffectiveApprovals {
  const { approvals, policy } = effective;
  const { people, groups } = policy;
  const origins = approvals.map(({ id }) => [id, originsOf(`approvals.${id}`, effective, names)] as const);
  return { people, groups, approvals, origins: Object.fromEntries(origins) };
}

/** Each place that makes a rule what it is, the most general first. */
function originsOf(path: string, { settings }: EffectivePolicy, names: Names): Masked {
  const prefix = `${path}.`;
  const lines = [...settings]
    .filter(([key]) => key.startsWith(prefix) && !key.slice(prefix.length).includes('.'))
    .map(([key, { origin }]) => ({ field: key.slice(prefix.length), origin }));
  const own = lines.find(({ field }) => field === 'id')?.origin;
  const changed = lines.filter(({ origin }) => own === undefined || origin.level !== own.level);
  const words = (origin: Origin): string => `${origin.file}:${origin.line} (${origin.level})`;
  return names.mask(
    [
      ...(own === undefined ? [] : [words(own)]),
      ...changed.map(({ field, origin }) => `${field} by ${words(origin)}`),
    ].join(', '),
  );
}
