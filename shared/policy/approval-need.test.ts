import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { Masked } from '../contracts/masked.ts';
import { type ApprovalFacts, approvalNeed, canBeMet } from './approval-need.ts';
import { planApprovals } from './plan-approvals.ts';

const people = [
  { id: 'ada', accounts: { git: 'Ada' } },
  { id: 'anna', name: 'Anna Berg', accounts: { git: 'anna', slack: 'U0ANNA' } },
  { id: 'guest', accounts: { slack: 'U0GUEST' } },
];
const policy = (more: Readonly<Record<string, unknown>> = {}) =>
  testPolicy({
    people,
    groups: { leads: ['ada', 'anna', 'guest'] },
    approvals: [{ id: 'risky', approvers: ['leads', 'anna'], ...more }],
  });
const HIGH = { level: 'high' as const, reasons: [Masked.parse('dependencies: 1 file')] };
const NOW = new Date('2026-05-04T10:00:00.000Z');
const FACTS = { verdict: 'fail' as const, risk: HIGH, frozen: false, now: NOW };
const byAda = { connection: 'git', author: 'ada', committers: [] };

describe('planApprovals', () => {
  it('leaves out the author, whatever the case of the account, and who has no account on the code host', () => {
    expect(planApprovals(policy(), byAda)).toMatchObject({
      authors: ['ada'],
      rules: [{ approvers: ['anna'], count: 1 }],
      names: { anna: 'Anna Berg' },
    });
  });

  it('leaves out who wrote commits of it, too', () => {
    const planned = planApprovals(policy(), { connection: 'git', author: 'somebody', committers: ['Anna'] });

    expect(planned).toMatchObject({ authors: ['anna'], rules: [{ approvers: ['ada'] }] });
  });

  it('wants two different people when nobody knows who wrote it', () => {
    const planned = planApprovals(policy(), { connection: 'git', author: null, committers: [] });

    expect(planned).toMatchObject({ authorKnown: false, rules: [{ approvers: ['ada', 'anna'], count: 2 }] });
  });

  it('leaves out who wrote commits also when the host names no author', () => {
    const planned = planApprovals(policy(), { connection: 'git', author: null, committers: ['anna'] });

    expect(planned).toMatchObject({ authorKnown: false, rules: [{ approvers: ['ada'], count: 2 }] });
  });

  it('lets nobody approve on a host where the policy knows no accounts', () => {
    const planned = planApprovals(policy(), { connection: 'elsewhere', author: 'ada', committers: [] });
    const need = approvalNeed(planned, FACTS);

    expect(planned.rules).toMatchObject([{ approvers: [] }]);
    expect(need === null ? null : canBeMet(need)).toBe(false);
  });
});

describe('approvalNeed', () => {
  const need = (when: object | undefined, facts: Partial<ApprovalFacts> = {}) =>
    approvalNeed(planApprovals(policy(when === undefined ? {} : { when }), byAda), { ...FACTS, ...facts });

  it('asks with its reason and its times', () => {
    const rule = { remindAfterMinutes: 30, escalate: { afterMinutes: 60, to: ['anna'] }, timeoutMinutes: 90 };
    const planned = planApprovals(policy(rule), byAda);

    expect(approvalNeed(planned, FACTS)).toMatchObject({
      rule: 'risky',
      why: 'risk is high (dependencies: 1 file)',
      remindAt: '2026-05-04T10:30:00.000Z',
      escalateAt: '2026-05-04T11:00:00.000Z',
      expiresAt: '2026-05-04T11:30:00.000Z',
    });
  });

  it.each([
    ['a high risk by default', undefined, {}, true],
    ['no low risk by default', undefined, { risk: { ...HIGH, level: 'low' as const } }, false],
    ['a verdict that is named', { verdict: ['fail'] }, {}, true],
    ['no other verdict', { verdict: ['warn'] }, {}, false],
    ['a freeze', { freeze: true }, { frozen: true }, true],
    ['no time without a freeze', { freeze: true }, {}, false],
    ['not in a freeze when it says so', { freeze: false }, { frozen: true }, false],
    ['only what fits in all', { risk: ['high'], verdict: ['warn'] }, {}, false],
    ['every change when it says nothing', {}, { risk: { ...HIGH, level: 'low' as const } }, true],
  ])('asks for %s', (_what, when, facts, asked) => {
    expect(need(when, facts) !== null).toBe(asked);
  });

  it('takes the first rule that fits', () => {
    const rules = [
      { id: 'first', when: { verdict: ['warn'] }, approvers: ['anna'] },
      { id: 'second', when: {}, approvers: ['anna'] },
      { id: 'third', when: {}, approvers: ['anna'] },
    ];
    const planned = planApprovals(testPolicy({ people, approvals: rules }), byAda);

    expect(approvalNeed(planned, FACTS)).toMatchObject({ rule: 'second' });
  });
});
