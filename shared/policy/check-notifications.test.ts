import { describe, expect, it } from 'vitest';
import { checkNotifications } from './check-notifications.ts';
import { Policy } from './policy.ts';

const metrics = [{ id: 'a', match: '*', statistics: ['p95'], margin: 0.1, onRegression: 'fail' }];
const policyWith = (notifications: unknown): Policy =>
  Policy.parse({ schema: 'perf-agent.policy.v1', id: 'test', metrics, notifications });

describe('checkNotifications', () => {
  it('takes channels with sensible settings', () => {
    const quietHours = { from: '20:00', to: '07:00', timeZone: 'Europe/Berlin' };
    const policy = policyWith([{ connection: 'chat', quietHours }, { connection: 'teams' }]);

    expect(() => checkNotifications('policy.yaml', policy)).not.toThrow();
  });

  it('names a time zone that does not exist', () => {
    const quietHours = { from: '20:00', to: '07:00', timeZone: 'Europe/Bielefeld' };

    expect(() => checkNotifications('policy.yaml', policyWith([{ connection: 'chat', quietHours }]))).toThrow(
      'policy.yaml: notifications for "chat": "Europe/Bielefeld" is no time zone',
    );
  });

  it('names a channel that has two rules', () => {
    const policy = policyWith([{ connection: 'chat' }, { connection: 'chat' }]);

    expect(() => checkNotifications('policy.yaml', policy)).toThrow('name the connection "chat" twice');
  });

  it('refuses a time of day that there is not, before it gets here', () => {
    const quietHours = { from: '24:00', to: '7:00' };

    expect(() => policyWith([{ connection: 'chat', quietHours }])).toThrow(/HH:MM/);
  });
});
