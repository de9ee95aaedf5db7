import { describe, expect, it } from 'vitest';
import { listedWords } from './listed-words.ts';

const words = listedWords(['none', 'n/a', 'x', 'changeme', '!vault']);

describe('listed words', () => {
  it.each(['none', 'NONE', 'N/A', 'x', 'X', 'ChangeMe', '!vault'])('hold %j', (word) => {
    expect(words.has(word)).toBe(true);
  });

  it.each(['', 'nine', 'non', 'nones', 'y', '8', 'changemer', 'ch\u00e4ngeme', 'x'.repeat(40)])(
    'do not hold %j',
    (word) => {
      expect(words.has(word)).toBe(false);
    },
  );

  it('folds letters beyond ASCII as the language says', () => {
    expect(listedWords(['kelvin', 'ärger']).has('\u212aelvin')).toBe(true);
    expect(listedWords(['kelvin', 'ärger']).has('ÄRGER')).toBe(true);
    expect(listedWords(['kelvin', 'sky']).has('\u212aelvin')).toBe(true);
    expect(listedWords(['kelvin', 'sky']).has('s\u212ay')).toBe(true);
    expect(listedWords(['kelvin', 'sky']).has('пароль')).toBe(false);
  });

  it.each(['', 'a'.repeat(32)])('cannot hold %j', (word) => {
    expect(() => listedWords([word])).toThrow(RangeError);
  });
});
