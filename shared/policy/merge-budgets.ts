import { Budget } from '../contracts/plan.ts';
import type { Layer } from './policy-layers.ts';
import type { SettingsLedger } from './settings-ledger.ts';

const BOUNDS = ['max', 'min', 'environments', 'mode'] as const;

/**
 * Budgets of all levels. One metric's statistic may have a budget that warns and one that fails; a level changes the one of the same
 * consequence.
 * @param policyId names the organisation's file in reports
 */
export function mergeBudgets(
  layers: readonly Layer[],
  ledger: SettingsLedger,
  policyId: string,
): readonly Budget[] {
  const budgets = new Map<string, Budget>();
  for (const layer of layers) {
    for (const [index, entry] of layer.overlay.budgets.entries()) {
      const path = `budgets.${entry.metric}.${entry.statistic}.${entry.onBreach}`;
      const at = layer.originOf(['budgets', index]);
      const source = layer.trusted ? `policy ${policyId}` : at.file;
      const standing = budgets.get(path);
      const given = BOUNDS.flatMap((field) =>
        entry[field] === undefined ? [] : [[field, entry[field]] as const],
      );
      if (standing === undefined) {
        if (!ledger.mayAdd(path, layer, at, null)) continue;
        for (const [field, value] of given) {
          ledger.put(`${path}.${field}`, value, layer.originOf(['budgets', index, field]));
        }
        budgets.set(path, { ...entry, source });
        continue;
      }
      // Whoever only repeats what holds is not where the budget comes from.
      const granted = given.filter(
        ([field, value]) =>
          ledger.offer(`${path}.${field}`, value, layer, layer.originOf(['budgets', index, field])) &&
          JSON.stringify(standing[field]) !== JSON.stringify(value),
      );
      if (granted.length === 0) continue;
      budgets.set(path, Budget.parse({ ...standing, ...Object.fromEntries(granted), source }));
    }
  }
  return [...budgets.values()];
}
