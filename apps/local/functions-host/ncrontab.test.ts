import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNcrontab } from './ncrontab.ts';

function next(expression: string, after: string): string | undefined {
  return parseNcrontab(expression).next(new Date(after))?.toISOString();
}

describe('parseNcrontab', () => {
  it.each([
    ['* * * * * *', '2026-01-01T00:00:00.300Z', '2026-01-01T00:00:01.000Z'],
    ['0 */5 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00.000Z'],
    ['*/5 * * * *', '2026-01-01T00:59:59Z', '2026-01-01T01:00:00.000Z'],
    ['0 30 9 * * 1-5', '2026-11-20T10:00:00Z', '2026-11-23T09:30:00.000Z'],
    ['0 0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 12 13 * fri', '2026-01-01T00:00:00Z', '2026-02-13T12:00:00.000Z'],
    ['15,45 0 0 1 jan,jul *', '2026-01-01T00:00:15Z', '2026-01-01T00:00:45.000Z'],
    ['0 5/20 * * * *', '2026-01-01T00:26:00Z', '2026-01-01T00:45:00.000Z'],
    ['59 59 23 31 12 *', '2026-12-31T23:59:59Z', '2027-12-31T23:59:59.000Z'],
  ])('finds for %s after %s the time %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('finds nothing for a day that never comes', () => {
    expect(next('0 0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    ['* * * *', 'has 4 fields'],
    ['60 * * * * *', '"60" is no second'],
    ['0 0 24 * * *', '"24" is no hour'],
    ['0 0 0 0 * *', '"0" is no day'],
    ['0 0 0 * 13 *', '"13" is no month'],
    ['0 0 0 * * 7', '"7" is no day of week'],
    ['0 5-3 * * * *', '"5-3" is no minute'],
    ['0 */0 * * * *', '"*/0" is no minute'],
    ['0 *-3 * * * *', '"*-3" is no minute'],
    ['x * * * * *', '"x" is no second'],
  ])('refuses %s: %s', (expression, message) => {
    expect(() => parseNcrontab(expression)).toThrow(message);
  });

  it('always answers with a later time that fits the fields', () => {
    const field = (least: number, most: number): fc.Arbitrary<number> =>
      fc.integer({ min: least, max: most });
    fc.assert(
      fc.property(
        field(0, 59),
        field(0, 59),
        field(0, 23),
        field(0, 6),
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        (second, minute, hour, weekday, after) => {
          const found = parseNcrontab(`${second} ${minute} ${hour} * * ${weekday}`).next(after);

          expect(found?.getTime()).toBeGreaterThan(after.getTime());
          expect(Number(found?.getTime()) - after.getTime()).toBeLessThanOrEqual(7 * 86_400_000);
          expect([
            found?.getUTCSeconds(),
            found?.getUTCMinutes(),
            found?.getUTCHours(),
            found?.getUTCDay(),
          ]).toEqual([second, minute, hour, weekday]);
        },
      ),
    );
  });
});
