import { PermanentError } from '../errors/pipeline-error.ts';
import type { ApprovalPolicy } from './approval-rules.ts';

/**
 * What the schema cannot say about approval: names that exist and mean one person each, and times in their order.
 * @throws PermanentError(`POLICY_INVALID`) naming the rule, group or person and what would be right
 */
export function checkApprovals(path: string, { people, groups, approvals }: ApprovalPolicy): void {
  const ids = people.map(({ id }) => id);
  const refuse = (what: string): never => {
    throw new PermanentError('POLICY_INVALID', `${path}: ${what}`);
  };
  const known = [...ids, ...Object.keys(groups)];
  const twice = known.find((id, index) => known.indexOf(id) !== index);
  if (twice !== undefined) refuse(`people and groups have the name "${twice}" twice.`);
  for (const [group, members] of Object.entries(groups)) {
    const stranger = members.find((member) => !ids.includes(member));
    if (stranger !== undefined) refuse(`groups.${group} names "${stranger}", who is not among the people.`);
  }
  for (const account of accountsHeldTwice(people)) {
    refuse(`two people have the account ${account}; an account is one person's.`);
  }
  const rules = approvals.map(({ id }) => id);
  const doubled = rules.find((id, index) => rules.indexOf(id) !== index);
  if (doubled !== undefined) refuse(`two approval rules have the id "${doubled}".`);
  for (const { id, approvers, escalate, remindAfterMinutes, timeoutMinutes, count } of approvals) {
    const stranger = [...approvers, ...(escalate?.to ?? [])].find((name) => !known.includes(name));
    if (stranger !== undefined) {
      refuse(`approvals "${id}" names "${stranger}"; known are ${known.join(', ') || 'nobody'}.`);
    }
    if ((remindAfterMinutes ?? 0) >= timeoutMinutes) {
      refuse(
        `approvals "${id}" reminds after ${String(remindAfterMinutes)} minutes, when its time of ${timeoutMinutes} is over; remind earlier, or null for never.`,
      );
    }
    if ((escalate?.afterMinutes ?? 0) >= timeoutMinutes) {
      refuse(
        `approvals "${id}" escalates after ${String(escalate?.afterMinutes)} minutes, when its time of ${timeoutMinutes} is over.`,
      );
    }
    const asked = membersOf([...approvers, ...(escalate?.to ?? [])], groups);
    if (asked.length < count) {
      refuse(`approvals "${id}" wants ${count} different people and names ${asked.length}.`);
    }
  }
}

/** People behind names of people and groups, each once, in order. */
export function membersOf(names: readonly string[], groups: ApprovalPolicy['groups']): readonly string[] {
  return [...new Set(names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : [name])))];
}

function accountsHeldTwice(people: ApprovalPolicy['people']): readonly string[] {
  const accounts = people.flatMap((person) =>
    Object.entries(person.accounts).map(([connection, account]) => `${connection}:${account.toLowerCase()}`),
  );
  return accounts.filter((account, index) => accounts.indexOf(account) !== index).slice(0, 1);
}
