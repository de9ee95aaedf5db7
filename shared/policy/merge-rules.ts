import { MetricRule } from '../contracts/plan.ts';
import { looserFields } from './compare-strictness.ts';
import { patternsMeet } from './patterns-meet.ts';
import type { Layer } from './policy-layers.ts';
import type { RuleOverlay } from './policy-overlay.ts';
import type { SettingsLedger } from './settings-ledger.ts';

/** Rules of all levels: values of a known id change that rule, a new id stands before the rules of the levels above. */
export function mergeRules(layers: readonly Layer[], ledger: SettingsLedger): readonly MetricRule[] {
  let rules: readonly MetricRule[] = [];
  for (const layer of layers) {
    const added: MetricRule[] = [];
    for (const [index, entry] of layer.overlay.metrics.entries()) {
      const standing = rules.find(({ id }) => id === entry.id);
      if (standing === undefined) {
        const rule = newRule(entry, index, layer, rules, ledger);
        if (rule !== null) added.push(rule);
      } else {
        const behind = rules.slice(rules.indexOf(standing) + 1);
        const fields = changedFields(standing, entry, index, layer, ledger);
        const changed = withStatistics(fields, entry, index, layer, behind, ledger);
        rules = rules.map((rule) => (rule === standing ? changed : rule));
      }
    }
    rules = [...added, ...rules];
  }
  return rules;
}

function changedFields(
  standing: MetricRule,
  entry: RuleOverlay,
  index: number,
  layer: Layer,
  ledger: SettingsLedger,
): MetricRule {
  const granted = Object.entries(entry).filter(
    ([field, value]) =>
      field !== 'id' &&
      field !== 'statistics' &&
      ledger.offer(`metrics.${entry.id}.${field}`, value, layer, layer.originOf(['metrics', index, field])),
  );
  return MetricRule.parse({ ...standing, ...Object.fromEntries(granted) });
}

/** More statistics are tighter, unless a stricter rule judged them until now: of two that fit, the first decides. */
function withStatistics(
  standing: MetricRule,
  { id, statistics }: RuleOverlay,
  index: number,
  layer: Layer,
  behind: readonly MetricRule[],
  ledger: SettingsLedger,
): MetricRule {
  if (statistics === undefined) return standing;
  const path = `metrics.${id}.statistics`;
  const origin = layer.originOf(['metrics', index, 'statistics']);
  const added = statistics.filter((statistic) => !standing.statistics.includes(statistic));
  const loosens = whatItLoosens({ ...standing, statistics: added }, behind);
  if (loosens !== null && !ledger.mayAdd(path, layer, origin, loosens)) return standing;
  return ledger.offer(path, statistics, layer, origin) ? { ...standing, statistics } : standing;
}

/** @returns null when it may not stand, which the ledger says */
function newRule(
  entry: RuleOverlay,
  index: number,
  layer: Layer,
  above: readonly MetricRule[],
  ledger: SettingsLedger,
): MetricRule | null {
  const path = `metrics.${entry.id}`;
  const origin = layer.originOf(['metrics', index]);
  const complete = MetricRule.safeParse(entry);
  if (!complete.success) {
    const missing = complete.error.issues.map((issue) => issue.path.join('.')).join(', ');
    const known = above.map(({ id }) => id).join(', ') || 'none';
    ledger.refuse(
      path,
      origin,
      `no level above has a rule "${entry.id}" (there are ${known}), and a rule of its own also needs ${missing}`,
    );
    return null;
  }
  if (!ledger.mayAdd(path, layer, origin, whatItLoosens(complete.data, above))) return null;
  for (const [field, value] of Object.entries(complete.data)) {
    ledger.put(`${path}.${field}`, value, layer.originOf(['metrics', index, field]));
  }
  return complete.data;
}

/** Put first, it judges figures that a rule above would have judged: it must be at least as strict there. */
function whatItLoosens(rule: MetricRule, above: readonly MetricRule[]): string | null {
  for (const other of above) {
    const shared = rule.statistics.some((statistic) => other.statistics.includes(statistic));
    if (!shared || !patternsMeet(rule.match, other.match)) continue;
    const fields = looserFields(rule, other);
    if (fields.length > 0)
      return `it would stand before the rule "${other.id}" with a looser ${fields.join(', ')}`;
  }
  return null;
}
