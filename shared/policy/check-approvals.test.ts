import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { approvalFaults } from './check-approvals.ts';

const people = [
  { id: 'anna', accounts: { git: 'anna', slack: 'U0ANNA' } },
  { id: 'bert', accounts: { git: 'bert' } },
];
const groups = { leads: ['anna', 'bert'] };
const rule = { id: 'risky', approvers: ['leads'] };

describe('approvalFaults', () => {
  it('takes people, groups and rules that fit together, at every level', () => {
    const below = {
      approvals: [
        { id: 'risky', approvers: ['bert'] },
        { id: 'own', approvers: ['leads'] },
      ],
    };
    const services = [{ match: '*', ...below, paths: [{ id: 'db', match: ['db/**'], ...below }] }];
    const policy = testPolicy({ people, groups, approvals: [{ ...rule, count: 2 }], services });

    expect(approvalFaults(policy)).toEqual([]);
    expect(policy.approvals[0]).toMatchObject({ when: { risk: ['high'] }, timeoutMinutes: 1_440 });
  });

  it.each([
    [
      'a rule that names a stranger',
      { approvals: [{ ...rule, approvers: ['leads', 'cy'] }] },
      'approvals.0.approvers.1: names "cy", who is neither a person nor a group (known are anna, bert, leads)',
    ],
    [
      'an escalation to a stranger',
      { approvals: [{ ...rule, escalate: { afterMinutes: 5, to: ['cy'] } }] },
      'approvals.0.escalate.to.0: names "cy"',
    ],
    [
      'a stranger in a rule of a service',
      { services: [{ match: '*', approvals: [{ id: 'risky', approvers: ['cy'] }] }] },
      'services.0.approvals.0.approvers.0: names "cy"',
    ],
    [
      'a stranger in a rule by path',
      { paths: [{ id: 'db', match: ['db/**'], approvals: [{ id: 'db', approvers: ['cy'] }] }] },
      'paths.0.approvals.0.approvers.0: names "cy"',
    ],
    [
      'a group with a stranger',
      { groups: { leads: ['cy'] } },
      'groups.leads.0: "cy" is not among the people (known are anna, bert)',
    ],
    [
      'a group called like a person',
      { groups: { leads: ['anna'], anna: ['bert'] } },
      'groups.anna: people and groups have the name "anna" twice',
    ],
    [
      'one account of two people, however it is written',
      { people: [...people, { id: 'cy', accounts: { git: 'Anna' } }] },
      'people.2.accounts.git: two people have the account git:anna',
    ],
    [
      'more people than are named',
      { approvals: [{ ...rule, count: 3 }] },
      'approvals.0.count: wants 3 different people and names 2',
    ],
    [
      'a reminder after the end',
      { approvals: [{ ...rule, timeoutMinutes: 30 }] },
      'approvals.0.remindAfterMinutes: reminds after 60 minutes, when its time of 30 is over',
    ],
    [
      'an escalation at the end',
      { approvals: [{ ...rule, escalate: { afterMinutes: 1_440, to: ['anna'] } }] },
      'approvals.0.escalate.afterMinutes: escalates after 1440 minutes',
    ],
  ])('finds %s, and says where and what would be right', (_what, more, words) => {
    const policy = testPolicy({ people, groups, approvals: [rule], ...more });

    const faults = approvalFaults(policy).map(({ path, what }) => `${path.join('.')}: ${what}`);

    expect(faults.join('\n')).toContain(words);
  });
});
