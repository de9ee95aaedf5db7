import type { MetricRule } from '../contracts/plan.ts';

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
