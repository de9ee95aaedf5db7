import type { MetricRule } from '../contracts/plan.ts';

/** Whether what is meant for certain environments counts where something was measured: in one of them, or when nobody tells where. */
export function countsIn(
  { environments }: Pick<MetricRule, 'environments'>,
  measured: readonly string[],
): boolean {
  if (environments === undefined || measured.length === 0) return true;
  return measured.some((name) => environments.some((pattern) => fits(name, pattern)));
}

/**
 * Rules in the order in which they are asked about what was measured there: one that counts elsewhere alone would judge a figure for nothing
 * and hide the rule that counts here. It stays behind the others, so that it is said when no other is for the figure.
 * @param measured names of the change's environments
 */
export function rulesFor(rules: readonly MetricRule[], measured: readonly string[]): readonly MetricRule[] {
  const counting = new Set(rules.filter((rule) => countsIn(rule, measured)));
  return [...counting, ...rules.filter((rule) => !counting.has(rule))];
}

/** First rule that is for this figure: its pattern fits the metric's name and it lists the statistic. Null: not judged. */
export function matchRule(
  metric: string,
  statistic: string,
  rules: readonly MetricRule[],
): MetricRule | null {
  return rules.find((rule) => rule.statistics.includes(statistic) && fits(metric, rule.match)) ?? null;
}

/** Linear in the length of the name for each `*`: greedy from the left, as for a shell pattern without classes. */
export function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop();
  if (last === undefined) return at === name.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
