import { describe, expect, it } from 'vitest';
import { wordsSpelled } from './spelled-names.ts';

describe('wordsSpelled', () => {
  it.each([
    ['stringToUint8Array', 4],
    ['ClientHttp2Session', 3],
    ['isSASCredential', 3],
    ['url_user_password', 3],
    ['X25519PublicKey', 3],
    ['credential', 1],
  ])('counts the words of %s', (name, words) => {
    expect(wordsSpelled(name)).toBe(words);
  });

  it.each([
    'Kq7mzR9',
    'kQzTwLxPv',
    'aBcDeFgH',
    'qWeRtYuI',
    'x9k2',
    'Wm7kRq92Lx',
    '',
    'a-b',
    'ü',
    'b'.repeat(81),
  ])('takes %s for no name', (name) => {
    expect(wordsSpelled(name)).toBe(0);
  });

  it('says of drawn letters and digits that they are no name, but for one in a hundred', () => {
    let seed = 20261123;
    const draw = () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff;
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    let names = 0;
    for (let each = 0; each < 20_000; each++) {
      const value = Array.from({ length: 12 }, () => signs[Math.floor(draw() * signs.length)]).join('');
      if (wordsSpelled(value) >= 2) names++;
    }
    expect(names).toBeLessThan(200);
  });
});
