import { describe, expect, it } from 'vitest';
import { notificationFaults } from './check-notifications.ts';
import { Policy } from './policy.ts';

const metrics = [{ id: 'a', match: '*', statistics: ['p95'], margin: 0.1, onRegression: 'fail' }];
const policyWith = (notifications: unknown): Policy =>
  Policy.parse({ schema: 'perf-agent.policy.v1', id: 'test', metrics, notifications });

describe('notificationFaults', () => {
  it('takes channels with sensible settings', () => {
    const quietHours = { from: '20:00', to: '07:00', timeZone: 'Europe/Berlin' };
    const policy = policyWith([{ connection: 'chat', quietHours }, { connection: 'teams' }]);

    expect(notificationFaults(policy)).toEqual([]);
  });

  it('names a time zone that does not exist, and where it stands', () => {
    const quietHours = { from: '20:00', to: '07:00', timeZone: 'Europe/Bielefeld' };

    expect(notificationFaults(policyWith([{ connection: 'chat', quietHours }]))).toEqual([
      {
        path: ['notifications', 0, 'quietHours', 'timeZone'],
        what: '"Europe/Bielefeld" is no time zone; write one as "Europe/Berlin"',
      },
    ]);
  });

  it('names a channel that has two rules', () => {
    const policy = policyWith([{ connection: 'chat' }, { connection: 'chat' }]);

    expect(notificationFaults(policy)).toEqual([
      {
        path: ['notifications', 1, 'connection'],
        what: 'the connection "chat" is named twice; one rule says all of a channel',
      },
    ]);
  });

  it('refuses a time of day that there is not, before it gets here', () => {
    const quietHours = { from: '24:00', to: '7:00' };

    expect(() => policyWith([{ connection: 'chat', quietHours }])).toThrow(/HH:MM/);
  });
});
