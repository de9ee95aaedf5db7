import type { ApprovalOverlay, ApprovalPeople, ApprovalPolicy, ApprovalRule } from './approval-rules.ts';
import { type Levels, overlaysOf } from './overlays-of.ts';
import type { PolicyFault } from './policy-fault.ts';

/** What the schema cannot say about approval: names that exist and mean one person each, and times in their order. */
export function approvalFaults(policy: ApprovalPolicy & Levels): readonly PolicyFault[] {
  const [, ...below] = overlaysOf(policy);
  return [
    ...faultsOfPeople(policy),
    ...policy.approvals.flatMap((rule, index) => under(['approvals', index], faultsOfRule(rule, policy))),
    ...below.flatMap(({ overlay, at }) =>
      overlay.approvals.flatMap((rule, index) =>
        under([...at, 'approvals', index], faultsOfNames(rule, policy)),
      ),
    ),
  ];
}

function under(at: PolicyFault['path'], faults: readonly PolicyFault[]): readonly PolicyFault[] {
  return faults.map(({ path, what }) => ({ path: [...at, ...path], what }));
}

function faultsOfPeople({ people, groups }: ApprovalPeople): readonly PolicyFault[] {
  const ids = people.map(({ id }) => id);
  const accounts = people.flatMap((person, index) =>
    Object.entries(person.accounts).map(([connection, account]) => ({
      path: ['people', index, 'accounts', connection],
      account: `${connection}:${account.toLowerCase()}`,
    })),
  );
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index
        ? [{ path: ['people', index, 'id'], what: `people and groups have the name "${id}" twice` }]
        : [],
    ),
    ...Object.entries(groups).flatMap(([group, members]) => [
      ...(ids.includes(group)
        ? [{ path: ['groups', group], what: `people and groups have the name "${group}" twice` }]
        : []),
      ...members.flatMap((member, index) =>
        ids.includes(member)
          ? []
          : [
              {
                path: ['groups', group, index],
                what: `"${member}" is not among the people (${known(ids)})`,
              },
            ],
      ),
    ]),
    ...accounts.flatMap(({ path, account }, index) =>
      accounts.findIndex((other) => other.account === account) < index
        ? [{ path, what: `two people have the account ${account}; an account is one person's` }]
        : [],
    ),
  ];
}

/** What is wrong with one whole rule; paths are within the rule. */
export function faultsOfRule(rule: ApprovalRule, people: ApprovalPeople): readonly PolicyFault[] {
  const { approvers, escalate, remindAfterMinutes, timeoutMinutes, count } = rule;
  const isLate = (minutes: number | undefined | null): boolean => (minutes ?? 0) >= timeoutMinutes;
  const members = membersOf([...approvers, ...(escalate?.to ?? [])], people.groups).length;
  return [
    ...faultsOfNames(rule, people),
    ...(isLate(remindAfterMinutes)
      ? [
          {
            path: ['remindAfterMinutes'],
            what: `reminds after ${String(remindAfterMinutes)} minutes, when its time of ${timeoutMinutes} is over; remind earlier, or null for never`,
          },
        ]
      : []),
    ...(isLate(escalate?.afterMinutes)
      ? [
          {
            path: ['escalate', 'afterMinutes'],
            what: `escalates after ${String(escalate?.afterMinutes)} minutes, when its time of ${timeoutMinutes} is over; escalate earlier`,
          },
        ]
      : []),
    ...(members < count
      ? [{ path: ['count'], what: `wants ${count} different people and names ${members}` }]
      : []),
  ];
}

function faultsOfNames(
  { approvers, escalate }: ApprovalOverlay,
  { people, groups }: ApprovalPeople,
): readonly PolicyFault[] {
  const names = [...people.map((person) => person.id), ...Object.keys(groups)];
  const strangers = (list: readonly string[], at: PolicyFault['path']): readonly PolicyFault[] =>
    list.flatMap((name, index) =>
      names.includes(name)
        ? []
        : [
            {
              path: [...at, index],
              what: `names "${name}", who is neither a person nor a group (${known(names)})`,
            },
          ],
    );
  return [...strangers(approvers ?? [], ['approvers']), ...strangers(escalate?.to ?? [], ['escalate', 'to'])];
}

function known(names: readonly string[]): string {
  return `known are ${names.join(', ') || 'nobody'}`;
}

/** People behind names of people and groups, each once, in order. */
export function membersOf(names: readonly string[], groups: ApprovalPeople['groups']): readonly string[] {
  return [...new Set(names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name] ?? []) : [name])))];
}
