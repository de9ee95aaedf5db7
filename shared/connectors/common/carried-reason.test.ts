import { describe, expect, it } from 'vitest';
import { carriedReason } from './carried-reason.ts';

describe('the reason of a refusal', () => {
  it.each([
    ['nothing of a short one', 'field "summary": is too long', 'field "summary": is too long'],
    ['nothing of one without blanks', '測'.repeat(400), '測'.repeat(400)],
    [
      'the cut word of a very long one',
      `${'so '.repeat(6_666)}DE89370400440532013000`,
      'so '.repeat(6_666).trim(),
    ],
    ['all of a single word that is very long', 'x'.repeat(20_001), '20001 characters without a blank'],
    ['nothing where nothing is said', '', ''],
  ])('loses %s', (_case, text, expected) => {
    expect(carriedReason(text)).toBe(expected);
  });
});
