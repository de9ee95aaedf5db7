import type { ApprovalOverlay, ApprovalPeople } from './approval-rules.ts';
import { ApprovalRule } from './approval-rules.ts';
import { faultsOfRule, membersOf } from './check-approvals.ts';
import type { Layer } from './policy-layers.ts';
import type { SettingsLedger } from './settings-ledger.ts';

/**
 * Approval rules of all levels; the first that fits a decision says who is asked. Values of a known id change that rule. A new rule of the
 * organisation's own file stands before those of the levels above; one of a repository stands behind all of them, so that it asks only
 * where nobody else does, and never about a failed verdict, which somebody's agreement would let pass.
 */
export function mergeApprovals(
  layers: readonly Layer[],
  ledger: SettingsLedger,
  people: ApprovalPeople,
): readonly ApprovalRule[] {
  let rules: readonly ApprovalRule[] = [];
  let ofRepository: readonly ApprovalRule[] = [];
  for (const layer of layers) {
    const added: ApprovalRule[] = [];
    for (const [index, entry] of layer.overlay.approvals.entries()) {
      const standing = [...rules, ...ofRepository].find(({ id }) => id === entry.id);
      const rule = merged(standing, entry, index, layer, ledger, people);
      if (rule === null) continue;
      if (standing === undefined) added.push(rule);
      const replaced = (one: ApprovalRule): ApprovalRule => (one === standing ? rule : one);
      rules = rules.map(replaced);
      ofRepository = ofRepository.map(replaced);
    }
    if (layer.trusted) rules = [...added, ...rules];
    else ofRepository = [...added, ...ofRepository];
  }
  return [...rules, ...ofRepository];
}

/** @returns null when nothing of the entry may stand, which the ledger says */
function merged(
  standing: ApprovalRule | undefined,
  entry: ApprovalOverlay,
  index: number,
  layer: Layer,
  ledger: SettingsLedger,
  people: ApprovalPeople,
): ApprovalRule | null {
  const path = `approvals.${entry.id}`;
  const origin = layer.originOf(['approvals', index]);
  const wished = ApprovalRule.safeParse({ ...standing, ...entry });
  if (!wished.success) {
    const why = `no level above has an approval rule "${entry.id}", and a rule of its own also needs approvers`;
    ledger.refuse(path, origin, why);
    return null;
  }
  const [fault] = faultsOfRule(wished.data, people);
  if (fault !== undefined) {
    ledger.refuse(path, origin, fault.what);
    return null;
  }
  if (standing === undefined) return added(wished.data, index, layer, ledger);
  const granted = Object.entries(entry).filter(([field, value]) => {
    if (field === 'id') return false;
    const at = layer.originOf(['approvals', index, field]);
    return TIGHTENS[field]?.(entry, standing, people) === true
      ? ledger.offerTighter(`${path}.${field}`, value, layer, at)
      : ledger.offer(`${path}.${field}`, value, layer, at);
  });
  return ApprovalRule.parse({ ...standing, ...Object.fromEntries(granted) });
}

function added(rule: ApprovalRule, index: number, layer: Layer, ledger: SettingsLedger): ApprovalRule | null {
  const path = `approvals.${rule.id}`;
  const letsFailedPass = rule.when.verdict === undefined || rule.when.verdict.includes('fail');
  const loosens = letsFailedPass
    ? 'with it somebody could let a failed verdict pass (give when.verdict without "fail")'
    : null;
  if (!ledger.mayAdd(path, layer, layer.originOf(['approvals', index]), loosens)) return null;
  for (const [field, value] of Object.entries(rule)) {
    ledger.put(`${path}.${field}`, value, layer.originOf(['approvals', index, field]));
  }
  return rule;
}

type Tightens = (offered: ApprovalOverlay, standing: ApprovalRule, people: ApprovalPeople) => boolean;

/** Fewer people who may agree, more of them who have to, or sooner an end; every other change is none. */
const TIGHTENS: Readonly<Record<string, Tightens>> = {
  approvers: ({ approvers = [] }, standing, { groups }) => within(approvers, standing.approvers, groups),
  count: ({ count = 0 }, standing) => count > standing.count,
  timeoutMinutes: ({ timeoutMinutes = Infinity }, standing) => timeoutMinutes < standing.timeoutMinutes,
  remindAfterMinutes: ({ remindAfterMinutes }, standing) =>
    (remindAfterMinutes ?? Infinity) < (standing.remindAfterMinutes ?? Infinity),
  connections: ({ connections = [] }, standing) =>
    standing.connections.every((id) => connections.includes(id)),
  escalate: ({ escalate = null }, standing, { groups }) => {
    if (escalate === null) return true;
    if (standing.escalate === null) return false;
    const isLater = escalate.afterMinutes >= standing.escalate.afterMinutes;
    return isLater && within(escalate.to, standing.escalate.to, groups);
  },
};

function within(
  names: readonly string[],
  others: readonly string[],
  groups: ApprovalPeople['groups'],
): boolean {
  const known = membersOf(others, groups);
  return membersOf(names, groups).every((person) => known.includes(person));
}
