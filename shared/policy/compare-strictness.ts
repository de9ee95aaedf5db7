import type { MetricRule } from '../contracts/plan.ts';

/** How an offered value stands to the one above it. What is neither is `looser`: it may hide what the level above wants to see. */
export type Strictness = 'same' | 'tighter' | 'looser';

const CONSEQUENCES = ['ignore', 'warn', 'fail'];
const MODES = ['observe', 'enforce'];

/** Compares two values of a field; `undefined` is what the field means when it is left out. */
export function compareStrictness(field: string, standing: unknown, offered: unknown): Strictness {
  if (JSON.stringify(standing) === JSON.stringify(offered)) return 'same';
  return COMPARED.get(field)?.(standing, offered) ?? 'looser';
}

type Compare = (standing: unknown, offered: unknown) => Strictness;

const lower: Compare = (standing, offered) => byNumber(standing, offered, 'lower');
const higher: Compare = (standing, offered) => byNumber(standing, offered, 'higher');
const consequence: Compare = (standing, offered) => byRank(CONSEQUENCES, standing, offered);
const switchedOff: Compare = (_standing, offered) => (offered === false ? 'tighter' : 'looser');

/** Fields that have a tighter and a looser side. */
const COMPARED: ReadonlyMap<string, Compare> = new Map(
  Object.entries<Compare>({
    margin: lower,
    max: lower,
    noiseFactor: lower,
    min: higher,
    // A higher rate of alarms that may be false lets less through.
    alpha: higher,
    falseDiscoveryRate: higher,
    minimumRuns: higher,
    staleDays: lower,
    tokensPerQuestion: lower,
    costPerQuestion: lower,
    onRegression: consequence,
    onBreach: consequence,
    mode: (standing, offered) => byRank(MODES, standing ?? 'enforce', offered ?? 'enforce'),
    statistics: (standing, offered) => (holdsAll(offered, standing) ? 'tighter' : 'looser'),
    // Without a list it counts everywhere.
    environments: (standing, offered) =>
      offered === undefined || (standing !== undefined && holdsAll(offered, standing)) ? 'tighter' : 'looser',
    threshold: byNumbers,
    allowed: byNumbers,
    tickets: switchedOff,
    notifications: switchedOff,
    model: switchedOff,
    required: (_standing, offered) => (offered === true ? 'tighter' : 'looser'),
  }),
);

/** Fields in which a rule, put in front of another that judges the same figures, would let more through than that one. */
export function looserFields(offered: MetricRule, standing: MetricRule): readonly string[] {
  const fields = ['margin', 'onRegression', 'mode', 'environments', 'threshold', 'direction', 'scale'];
  const valueOf = (rule: MetricRule, field: string): unknown =>
    new Map<string, unknown>(Object.entries(rule)).get(field);
  return fields.filter(
    (field) => compareStrictness(field, valueOf(standing, field), valueOf(offered, field)) === 'looser',
  );
}

function byNumber(standing: unknown, offered: unknown, tighter: 'lower' | 'higher'): Strictness {
  if (typeof offered !== 'number') return 'looser';
  if (typeof standing !== 'number') return 'tighter';
  return offered < standing === (tighter === 'lower') ? 'tighter' : 'looser';
}

function byRank(ranks: readonly string[], standing: unknown, offered: unknown): Strictness {
  return ranks.indexOf(String(offered)) > ranks.indexOf(String(standing)) ? 'tighter' : 'looser';
}

function holdsAll(list: unknown, parts: unknown): boolean {
  return Array.isArray(list) && Array.isArray(parts) && parts.every((part) => list.includes(part));
}

/** Objects of bounds, such as `{ relative: 0.1 }`: tighter when no bound is gone or larger. */
function byNumbers(standing: unknown, offered: unknown): Strictness {
  const bounds = (value: unknown): readonly (readonly [string, unknown])[] =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const now = new Map(bounds(offered));
  const kept = bounds(standing).every(([name, bound]) => {
    const next = now.get(name);
    return typeof next === 'number' && typeof bound === 'number' && next <= bound;
  });
  return kept && now.size > 0 ? 'tighter' : 'looser';
}
