import { describe, expect, it } from 'vitest';
import { cutAtBlank } from './cut-at-blank.ts';

describe('a cut at a blank', () => {
  it.each([
    ['as it is when it is short enough', 'one two', 7, 'one two'],
    ['without the word that the bound goes through', 'one two three', 9, 'one two'],
    ['with a word that ends at the bound', 'one two three', 7, 'one two'],
    ['with nothing of a single word that is too long', 'ghp_0123456789', 9, ''],
  ])('leaves a text %s', (_case, text, most, expected) => {
    expect(cutAtBlank(text, most)).toBe(expected);
  });
});
