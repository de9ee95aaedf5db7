import type { MetricRule } from '../contracts/plan.ts';
import { activeFreezes } from './active-freezes.ts';
import type { EffectivePolicy, Placed } from './effective-policy.ts';
import { endOfDay } from './excuses.ts';
import { countsIn, fits, rulesFor } from './match-rule.ts';
import type { Origin } from './policy-layers.ts';
import type { Candidate, Refusal } from './settings-ledger.ts';

/** One value of a rule, with where it comes from and what it stands in place of. */
export interface ExplainedValue {
  readonly field: string;
  readonly value: unknown;
  readonly origin: Origin;
  /** Everything that was asked for this value, the most general first; the last that holds decides. */
  readonly candidates: readonly Candidate[];
}

export interface ExplainedBound {
  /** `budget http_req_duration p95 fail`, `gate coverage`. */
  readonly name: string;
  readonly values: readonly ExplainedValue[];
}

/** Which parts of the policy decide about one figure, and why not others. */
export interface FigureExplanation {
  readonly metric: string;
  readonly statistic: string;
  /** Null: no rule judges the figure; it is reported and decides nothing. */
  readonly rule: { readonly id: string; readonly values: readonly ExplainedValue[] } | null;
  /** Error rates at which it is judged. */
  readonly rates: readonly ExplainedValue[];
  /** What a question to a model about a change may cost; empty where no level bounds it. */
  readonly question: readonly ExplainedValue[];
  /** Rules that fit the name and do not decide. */
  readonly others: readonly { readonly id: string; readonly why: string; readonly origin: Origin | null }[];
  readonly bounds: readonly ExplainedBound[];
  readonly exemptions: readonly (Placed<EffectivePolicy['exemptions'][number]> & {
    readonly expired: boolean;
  })[];
  readonly freezes: EffectivePolicy['freezes'];
  /** Wishes of levels below about this figure that were not granted. */
  readonly refused: readonly Refusal[];
}

const RATES: readonly string[] = ['alpha', 'falseDiscoveryRate'];

/** Which figure, and where it was measured; left out, wherever its rule counts. */
interface AskedFigure {
  readonly metric: string;
  readonly statistic: string;
  readonly environment?: string;
}

/** Says for one figure which rule decided and why. */
export function explainFigure(
  effective: EffectivePolicy,
  { metric, statistic, environment }: AskedFigure,
  at: Date,
): FigureExplanation {
  const measured = environment === undefined ? [] : [environment];
  const fitting = rulesFor(effective.rules, measured).filter((rule) => fits(metric, rule.match));
  const decides =
    fitting.find((rule) => rule.statistics.includes(statistic) && countsIn(rule, measured)) ?? null;
  const budgets = effective.budgets
    .filter((budget) => fits(metric, budget.metric) && budget.statistic === statistic)
    .map(({ metric: name, onBreach }) => ({
      name: `budget ${name} ${statistic} ${onBreach}`,
      values: valuesUnder(effective, `budgets.${name}.${statistic}.${onBreach}`),
    }));
  const gates = effective.gates
    .filter((gate) => fits(metric, gate.metric) && gate.statistic === statistic)
    .map(({ id }) => ({ name: `gate ${id}`, values: valuesUnder(effective, `gates.${id}`) }));
  const about = (path: string): boolean =>
    fitting.some(({ id }) => isUnder(path, `metrics.${id}`)) ||
    isUnder(path, `budgets.${metric}.${statistic}`) ||
    RATES.includes(path) ||
    isUnder(path, 'modelBudget') ||
    path.startsWith('exemptions.');
  return {
    metric,
    statistic,
    rule:
      decides === null ? null : { id: decides.id, values: valuesUnder(effective, `metrics.${decides.id}`) },
    rates: RATES.flatMap((name) => valuesUnder(effective, name)),
    question: valuesUnder(effective, 'modelBudget'),
    others: fitting
      .filter((rule) => rule !== decides)
      .map((rule) => ({
        id: rule.id,
        why: whyNot(rule, statistic, decides, measured),
        origin: effective.settings.get(`metrics.${rule.id}.id`)?.origin ?? null,
      })),
    bounds: [...budgets, ...gates],
    exemptions: effective.exemptions
      .filter((one) => fits(metric, one.metric) && (one.statistic ?? statistic) === statistic)
      .map((one) => ({ ...one, expired: endOfDay(one.until) <= at })),
    freezes: activeFreezes(effective.freezes, at),
    refused: effective.refused.filter(({ path }) => about(path)),
  };
}

/** Statistics of a metric that the policy says anything about. */
export function statisticsOf(effective: EffectivePolicy, metric: string): readonly string[] {
  const rules = effective.rules.filter((rule) => fits(metric, rule.match)).flatMap((rule) => rule.statistics);
  const bounds = [...effective.budgets, ...effective.gates].filter((one) => fits(metric, one.metric));
  return [...new Set([...rules, ...bounds.map(({ statistic }) => statistic)])];
}

function whyNot(
  rule: MetricRule,
  statistic: string,
  decides: MetricRule | null,
  measured: readonly string[],
): string {
  if (!rule.statistics.includes(statistic))
    return `judges ${rule.statistics.join(', ')} and not ${statistic}`;
  if (!countsIn(rule, measured)) return `counts in ${(rule.environments ?? []).join(', ')} alone`;
  if (decides?.environments !== undefined && measured.length === 0)
    return `stands behind "${decides.id}", which counts in ${decides.environments.join(', ')} alone; elsewhere the next that fits and counts decides (--environment)`;
  return `stands behind "${decides?.id ?? ''}", and the first that fits decides`;
}

/** The values of one rule, without its id; or a single setting. */
export function valuesUnder(
  { settings }: Pick<EffectivePolicy, 'settings'>,
  path: string,
): readonly ExplainedValue[] {
  return [...settings]
    .filter(([key]) => isUnder(key, path) && key !== `${path}.id`)
    .map(([key, { value, origin, candidates }]) => ({
      field: key === path ? path : key.slice(path.length + 1),
      value,
      origin,
      candidates,
    }));
}

function isUnder(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`);
}
