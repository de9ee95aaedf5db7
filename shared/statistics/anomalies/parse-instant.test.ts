import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './parse-instant.ts';

describe('parseInstant', () => {
  it.each([
    // Python 3.12: datetime.fromisoformat(…).timestamp() * 1000, UTC where no zone is told
    ['2026-01-31', 1_769_817_600_000],
    ['2024-02-29', 1_709_164_800_000],
    ['2014-02-14 14:30:00', 1_392_388_200_000],
    ['2026-01-31T12:00', 1_769_860_800_000],
    ['2026-01-31T12:00:00Z', 1_769_860_800_000],
    ['2026-01-31T12:00:00.250+01:00', 1_769_857_200_250],
    ['2026-01-31T12:00:00,5-0330', 1_769_873_400_500],
    ['2015-07-10 14:24:01.000000', 1_436_538_241_000],
    ['2026-01-31T24:00:00', 1_769_904_000_000],
    ['0001-01-01', -62_135_596_800_000],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '2026-02-30',
    '2026-02-29T00:00:00Z',
    '2100-02-29',
    '2026-04-31 10:00:00',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-01T25:00:00Z',
    '2026-01-01T24:00:01Z',
    '2026-01-01T10:60:00Z',
    '2026-01-01T10:00:60Z',
    '2026-01-01T10:00:00+24:00',
    '2026-01-01T10:00:00+01:75',
    '01/02/2026',
    '2026',
    'soon',
    '',
  ])('takes %s for no time', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('reads back every instant that a Date writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});
