import { type Finding } from '../contracts/finding.ts';
import { type Masked } from '../contracts/masked.ts';

type Labels = Readonly<Record<string, Masked>>;

/** Routes stay even when there is only one: they are what a reader looks for first. */
const ALWAYS_TELLING = new Set(['name', 'route', 'url', 'group', 'check']);

/** Labels that have one value wherever they occur in these findings, so that they tell none from another. */
export function commonLabels(findings: readonly Pick<Finding, 'labels'>[]): Finding['labels'] {
  const values = new Map<string, Set<Masked>>();
  for (const { labels } of findings) {
    for (const [name, value] of Object.entries(labels)) {
      const seen = values.get(name) ?? new Set<Masked>();
      values.set(name, seen.add(value));
    }
  }
  const common = [...values].flatMap(([name, [first, ...others]]) =>
    first === undefined || others.length > 0 || ALWAYS_TELLING.has(name) ? [] : [[name, first] as const],
  );
  return Object.fromEntries(common);
}

/** The labels of a finding without the common ones; all of them when nothing would be left. */
export function tellingLabels(labels: Labels, common: Labels): Finding['labels'] {
  const telling = Object.entries(labels).filter(([name]) => !Object.hasOwn(common, name));
  return telling.length === 0 ? { ...labels } : Object.fromEntries(telling);
}
