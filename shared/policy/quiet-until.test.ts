import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuietHours } from '../contracts/notification-rule.ts';
import { quietUntil } from './quiet-until.ts';

const night = QuietHours.parse({ from: '20:00', to: '07:30', timeZone: 'Europe/Berlin' });
const at = (text: string): Date => new Date(text);

describe('quietUntil', () => {
  it.each([
    ['during the day', '2026-05-04T10:00:00Z', null],
    ['at the minute it begins', '2026-05-04T18:00:00Z', '2026-05-05T05:30:00.000Z'],
    ['a minute before it begins', '2026-05-04T17:59:59Z', null],
    ['after midnight', '2026-05-05T00:30:00Z', '2026-05-05T05:30:00.000Z'],
    ['at the minute it ends', '2026-05-05T05:30:00Z', null],
    ['in winter, an hour later by UTC', '2026-11-21T22:00:00Z', '2026-11-22T06:30:00.000Z'],
    ['in the night that loses an hour', '2026-03-28T22:00:00Z', '2026-03-29T05:30:00.000Z'],
    ['in the night that gains an hour', '2026-10-24T22:00:00Z', '2026-10-25T06:30:00.000Z'],
  ])('knows the answer %s', (_when, now, until) => {
    expect(quietUntil(night, at(now))?.toISOString() ?? null).toBe(until);
  });

  it('waits over whole days until the morning after them', () => {
    const hours = { ...night, wholeDays: ['sat' as const, 'sun' as const] };

    // Friday, 21:00 in Berlin, to Monday, 07:30.
    expect(quietUntil(hours, at('2026-05-08T19:00:00Z'))?.toISOString()).toBe('2026-05-11T05:30:00.000Z');
  });

  it('keeps hours of one day', () => {
    const lunch = { ...night, from: '12:00', to: '13:00', timeZone: 'Asia/Kathmandu' };

    expect(quietUntil(lunch, at('2026-05-04T06:20:00Z'))?.toISOString()).toBe('2026-05-04T07:15:00.000Z');
  });

  it('takes equal times for no hours at all', () => {
    expect(quietUntil({ ...night, from: '08:00', to: '08:00' }, at('2026-05-04T06:00:00Z'))).toBeNull();
  });

  it('is never quiet without hours', () => {
    expect(quietUntil(null, at('2026-05-04T03:00:00Z'))).toBeNull();
  });

  it('ends at a time that is not quiet and lies ahead', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Chatham',
    );

    fc.assert(
      fc.property(time, time, zone, fc.integer({ min: 0, max: 525_600 }), (from, to, timeZone, minute) => {
        const hours = { ...night, from, to, timeZone };
        const now = new Date(Date.UTC(2026, 0, 1) + minute * 60_000);

        const until = quietUntil(hours, now);

        if (until === null) return;
        expect(until.getTime()).toBeGreaterThan(now.getTime());
        expect(until.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil(hours, until)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});
