import { PermanentError } from '../errors/pipeline-error.ts';
import type { ApprovalPolicy, ApprovalRule } from './approval-rules.ts';

/**
 * What the schema cannot say about approval: names that exist and mean one person each, and times in their order.
 * @throws PermanentError(`POLICY_INVALID`) naming the rule, group or person and what would be right
 */
export function checkApprovals(path: string, policy: ApprovalPolicy): void {
  const [fault] = [...faultsOfPeople(policy), ...policy.approvals.flatMap((rule) => faultsOf(rule, policy))];
  if (fault !== undefined) throw new PermanentError('POLICY_INVALID', `${path}: ${fault}`);
}

function faultsOfPeople({ people, groups, approvals }: ApprovalPolicy): readonly string[] {
  const ids = people.map(({ id }) => id);
  const strangers = Object.entries(groups).flatMap(([group, members]) =>
    members
      .filter((member) => !ids.includes(member))
      .map((member) => `groups.${group} names "${member}", who is not among the people.`),
  );
  return [
    ...repeated([...ids, ...Object.keys(groups)]).map(
      (name) => `people and groups have the name "${name}" twice.`,
    ),
    ...strangers,
    ...repeated(accountsOf(people)).map(
      (account) => `two people have the account ${account}; an account is one person's.`,
    ),
    ...repeated(approvals.map(({ id }) => id)).map((id) => `two approval rules have the id "${id}".`),
  ];
}

function faultsOf(
  { id, approvers, escalate, remindAfterMinutes, timeoutMinutes, count }: ApprovalRule,
  { people, groups }: ApprovalPolicy,
): readonly string[] {
  const known = [...people.map((person) => person.id), ...Object.keys(groups)];
  const asked = [...approvers, ...(escalate?.to ?? [])];
  const faults = asked
    .filter((name) => !known.includes(name))
    .map((name) => `names "${name}"; known are ${known.join(', ') || 'nobody'}.`);
  const isLate = (minutes: number | undefined | null): boolean => (minutes ?? 0) >= timeoutMinutes;
  if (isLate(remindAfterMinutes)) {
    faults.push(
      `reminds after ${String(remindAfterMinutes)} minutes, when its time of ${timeoutMinutes} is over; remind earlier, or null for never.`,
    );
  }
  if (isLate(escalate?.afterMinutes)) {
    faults.push(
      `escalates after ${String(escalate?.afterMinutes)} minutes, when its time of ${timeoutMinutes} is over.`,
    );
  }
  const members = membersOf(asked, groups).length;
  if (members < count) faults.push(`wants ${count} different people and names ${members}.`);
  return faults.map((fault) => `approvals "${id}" ${fault}`);
}

/** People behind names of people and groups, each once, in order. */
export function membersOf(names: readonly string[], groups: ApprovalPolicy['groups']): readonly string[] {
  return [...new Set(names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : [name])))];
}

function accountsOf(people: ApprovalPolicy['people']): readonly string[] {
  return people.flatMap((person) =>
    Object.entries(person.accounts).map(([connection, account]) => `${connection}:${account.toLowerCase()}`),
  );
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
