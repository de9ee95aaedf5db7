import { describe, expect, it } from 'vitest';
import { isPassphrase, passphraseEnd } from './passphrases.ts';

describe('passphrases', () => {
  it.each([
    'correct horse battery staple',
    'four orange bicycles drive',
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
  ])('takes "%s" for one', (value) => {
    expect(isPassphrase(value)).toBe(true);
  });

  it.each([
    'must be eight letters long',
    'enter your new password',
    'is too short',
    'correct horse battery',
    'Correct horse battery staple',
    'connection refused since morning',
    'correct  horse battery staple',
    'wird hier nicht mehr gebraucht',
    'one two three four five six seven eight nine ten eleven twelve red',
  ])('leaves "%s"', (value) => {
    expect(isPassphrase(value)).toBe(false);
  });

  it('reads one to the end of its line', () => {
    const text = 'pw: correct horse battery staple \r\nnext';
    expect(text.slice(4, passphraseEnd(text, 4))).toBe('correct horse battery staple');
    expect(passphraseEnd('correct horse battery staple!', 0)).toBe(-1);
    expect(passphraseEnd('correct horse battery staple at=8', 0)).toBe(-1);
  });
});
