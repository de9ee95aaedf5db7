import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { checkApprovals } from './check-approvals.ts';

const people = [
  { id: 'anna', accounts: { git: 'anna', slack: 'U0ANNA' } },
  { id: 'bert', accounts: { git: 'bert' } },
];
const groups = { leads: ['anna', 'bert'] };
const rule = { id: 'risky', approvers: ['leads'] };

describe('checkApprovals', () => {
  it('takes people, groups and rules that fit together', () => {
    const policy = testPolicy({ people, groups, approvals: [{ ...rule, count: 2 }] });

    expect(() => checkApprovals('p.yaml', policy)).not.toThrow();
    expect(policy.approvals[0]).toMatchObject({ when: { risk: ['high'] }, timeoutMinutes: 1_440 });
  });

  it.each([
    [
      'a rule that names a stranger',
      { approvals: [{ ...rule, approvers: ['cy'] }] },
      '"risky" names "cy"; known are anna, bert, leads.',
    ],
    [
      'an escalation to a stranger',
      { approvals: [{ ...rule, escalate: { afterMinutes: 5, to: ['cy'] } }] },
      'names "cy"',
    ],
    [
      'a group with a stranger',
      { groups: { leads: ['cy'] } },
      'groups.leads names "cy", who is not among the people.',
    ],
    ['a group called like a person', { groups: { anna: ['bert'] } }, 'have the name "anna" twice'],
    [
      'one account of two people, however it is written',
      { people: [...people, { id: 'cy', accounts: { git: 'Anna' } }] },
      'two people have the account git:anna',
    ],
    ['two rules of one name', { approvals: [rule, rule] }, 'two approval rules have the id "risky"'],
    [
      'more people than are named',
      { approvals: [{ ...rule, count: 3 }] },
      'wants 3 different people and names 2',
    ],
    [
      'a reminder after the end',
      { approvals: [{ ...rule, timeoutMinutes: 30 }] },
      'reminds after 60 minutes, when its time of 30 is over',
    ],
    [
      'an escalation at the end',
      { approvals: [{ ...rule, escalate: { afterMinutes: 1_440, to: ['anna'] } }] },
      'escalates after 1440 minutes',
    ],
  ])('refuses %s, and says what would be right', (_what, more, words) => {
    const policy = testPolicy({ people, groups, approvals: [rule], ...more });

    expect(() => checkApprovals('p.yaml', policy)).toThrow(
      expect.objectContaining({
        code: 'POLICY_INVALID',
        message: expect.stringContaining(words) as string,
      }),
    );
  });
});
