import type { Budget, MetricRule, RollingGate } from '../contracts/plan.ts';
import type { Exemption, FreezeWindow } from '../contracts/policy-calendar.ts';
import type { ApprovalRule } from './approval-rules.ts';
import type { JudgingSettings } from './judging-settings.ts';
import { mergeApprovals } from './merge-approvals.ts';
import { mergeBudgets } from './merge-budgets.ts';
import { mergeGates } from './merge-gates.ts';
import { mergeJudging } from './merge-judging.ts';
import { mergeRules } from './merge-rules.ts';
import type { SourcedDocument } from './parse-yaml-document.ts';
import type { PerfBudget } from './perf-budget.ts';
import type { LoadedPolicy, Policy } from './policy.ts';
import { type Layer, type Origin, type PolicyAbout, policyLayers } from './policy-layers.ts';
import { createSettingsLedger, type Refusal, type Setting, type SettingsLedger } from './settings-ledger.ts';

/** A part of the policy and where it stands. */
export type Placed<T> = T & { readonly origin: Origin };

/** What holds for one change of one service, after all levels have spoken. */
export interface EffectivePolicy {
  /** The organisation's document, for everything that no other level may say. */
  readonly policy: Policy;
  readonly version: string;
  /** The most specific level first; the first that fits a figure judges it. */
  readonly rules: readonly MetricRule[];
  readonly budgets: readonly Budget[];
  readonly gates: readonly RollingGate[];
  readonly sources: Policy['sources'];
  readonly exemptions: readonly Placed<Exemption>[];
  readonly freezes: readonly Placed<FreezeWindow>[];
  readonly actions: { readonly tickets: boolean; readonly notifications: boolean; readonly model: boolean };
  /** What one question to a model may cost; null: as much as the day's budget has. */
  readonly question: { readonly tokens: number | null; readonly cost: number | null };
  /** The first that fits a decision says who is asked. */
  readonly approvals: readonly ApprovalRule[];
  /** Whom the most specific level names to be asked, and where; null when none does. */
  readonly owners: { readonly names: readonly string[]; readonly origin: Origin } | null;
  /** Error rates, waiting for results, and ages of baselines. */
  readonly judging: JudgingSettings;
  /** Every value by its path, with every value that was offered for it. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** Wishes of levels below that were not granted, so that they can be said. */
  readonly refused: readonly Refusal[];
}

/**
 * Merges organisation → service → repository → path. A later level overrides an earlier one, value by value; what the organisation has
 * locked stays, and a repository may only tighten, but for what the organisation lets it loosen (`mayLoosen`).
 * @param repository `.perfbudget.yml` of the target branch; null when there is none
 */
export function effectivePolicy(
  loaded: LoadedPolicy,
  repository: SourcedDocument<PerfBudget> | null,
  about: PolicyAbout,
): EffectivePolicy {
  const { policy, version } = loaded;
  const layers = policyLayers(loaded, repository, about);
  const ledger = createSettingsLedger(policy);
  return {
    policy,
    version,
    rules: mergeRules(layers, ledger),
    budgets: mergeBudgets(layers, ledger, policy.id),
    gates: mergeGates(layers, ledger),
    sources: mergeSources(policy.sources, layers, ledger),
    exemptions: mergeById(
      'exemptions',
      layers,
      ledger,
      (overlay) => overlay.exemptions,
      'it pardons figures',
    ),
    freezes: mergeById('freezes', layers, ledger, (overlay) => overlay.freezes, null),
    actions: mergeActions(layers, ledger),
    question: mergeQuestion(layers, ledger),
    approvals: mergeApprovals(layers, ledger, policy),
    owners: mergeOwners(layers, ledger),
    judging: mergeJudging(layers, ledger),
    settings: ledger.settings,
    refused: ledger.refused,
  };
}

function mergeSources(
  sources: Policy['sources'],
  layers: readonly Layer[],
  ledger: SettingsLedger,
): Policy['sources'] {
  const [organisation] = layers;
  for (const [index, { name, required }] of sources.entries()) {
    const origin = organisation?.originOf(['sources', index, 'required']);
    if (organisation !== undefined && origin !== undefined) {
      ledger.offer(`requiredSources.${name}.required`, required, organisation, origin);
    }
  }
  for (const layer of layers) {
    for (const [index, name] of layer.overlay.requiredSources.entries()) {
      const origin = layer.originOf(['requiredSources', index]);
      const path = `requiredSources.${name}.required`;
      if (ledger.valueOf(path) === undefined) {
        const known = sources.map((source) => source.name).join(', ') || 'none';
        ledger.refuse(path, origin, `the organisation has no source "${name}" (it has ${known})`);
      } else ledger.offer(path, true, layer, origin);
    }
  }
  return sources.map((source) => ({
    ...source,
    required: ledger.valueOf(`requiredSources.${source.name}.required`) === true,
  }));
}

/** Lists whose entries stand as a whole; a later level replaces an entry by its id. */
function mergeById<T extends { readonly id: string }>(
  list: string,
  layers: readonly Layer[],
  ledger: SettingsLedger,
  entriesOf: (overlay: Layer['overlay']) => readonly T[],
  additionLoosens: string | null,
): readonly Placed<T>[] {
  const merged = new Map<string, Placed<T>>();
  for (const layer of layers) {
    for (const [index, entry] of entriesOf(layer.overlay).entries()) {
      const origin = layer.originOf([list, index]);
      const path = `${list}.${entry.id}`;
      const loosens = merged.has(entry.id) ? 'it replaces one of a level above' : additionLoosens;
      if (!ledger.mayAdd(path, layer, origin, loosens)) continue;
      ledger.put(path, entry, origin);
      merged.set(entry.id, { ...entry, origin });
    }
  }
  return [...merged.values()];
}

function mergeActions(layers: readonly Layer[], ledger: SettingsLedger): EffectivePolicy['actions'] {
  for (const layer of layers) {
    for (const [name, allowed] of Object.entries(layer.overlay.actions)) {
      ledger.offer(`actions.${name}`, allowed, layer, layer.originOf(['actions', name]));
    }
  }
  const isAllowed = (name: string): boolean => ledger.valueOf(`actions.${name}`) !== false;
  return {
    tickets: isAllowed('tickets'),
    notifications: isAllowed('notifications'),
    model: isAllowed('model'),
  };
}

function mergeQuestion(layers: readonly Layer[], ledger: SettingsLedger): EffectivePolicy['question'] {
  for (const layer of layers) {
    for (const name of ['tokensPerQuestion', 'costPerQuestion'] as const) {
      const value = layer.overlay.modelBudget[name];
      const origin = layer.originOf(['modelBudget', name]);
      if (value !== undefined) ledger.offer(`modelBudget.${name}`, value, layer, origin);
    }
  }
  const most = (name: string): number | null => {
    const value = ledger.valueOf(`modelBudget.${name}`);
    return typeof value === 'number' ? value : null;
  };
  return { tokens: most('tokensPerQuestion'), cost: most('costPerQuestion') };
}

/** Naming people loosens nothing, so every level may. */
function mergeOwners(layers: readonly Layer[], ledger: SettingsLedger): EffectivePolicy['owners'] {
  let owners: EffectivePolicy['owners'] = null;
  for (const layer of layers) {
    const { owners: names } = layer.overlay;
    const origin = layer.originOf(['owners']);
    if (names.length > 0 && ledger.offerTighter('owners', names, layer, origin)) owners = { names, origin };
  }
  return owners;
}
