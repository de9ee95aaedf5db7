import { describe, expect, it } from 'vitest';
import { isStateWord } from './state-words.ts';

describe('isStateWord', () => {
  it.each([
    'expired',
    'Rejected',
    'not_found',
    'accessDenied',
    'in_progress',
    'no_longer_valid',
    'too short',
    'refusée',
    'expired\\"}',
    'expired\\n',
    'expired\\',
    'expired</b></p>',
  ])('takes %s for what is said of a password', (value) => {
    expect(isStateWord(value)).toBe(true);
  });

  it.each([
    'valid\\"Xk29!pQmB7',
    'active\\nXk29!pQmB7',
    'live\\nX7k2pQ9!vBt',
    "open\\'Xk29",
    'open</Xk29!pQmB7',
    'open</b>Xk29',
    'wonderland',
    'StrongPassword',
    'OpenAccess',
    'LiveStrong',
    'NotToday',
    'TooGood',
    'LostAndFound',
    'Active-User',
    'Rossi',
    'salva',
  ])('takes %s for a password', (value) => {
    expect(isStateWord(value)).toBe(false);
  });

  it('takes a word that people like for a state in quotes alone', () => {
    expect([isStateWord('yellow', true), isStateWord('yellow', false)]).toEqual([true, false]);
  });
});
