import { describe, expect, it } from 'vitest';
import { parseTimeSpan } from './time-span.ts';

describe('parseTimeSpan', () => {
  it.each([
    ['00:05:00', 300_000],
    ['1.02:03:04', 93_784_000],
    ['00:00:00.5', 500],
    ['00:00:01.2500000', 1250],
    ['00:00:00', 0],
  ])('reads %s as %i ms', (text, milliseconds) => {
    expect(parseTimeSpan(text)).toBe(milliseconds);
  });

  it.each(['', '5', '5 minutes', '00:60:00', '24:00:00', '00:00:60', '-00:00:01', '00:00'])(
    'refuses "%s"',
    (text) => {
      expect(parseTimeSpan(text)).toBeNull();
    },
  );
});
