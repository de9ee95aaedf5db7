import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'plain' });

describe('passwords that are plain words', () => {
  it.each([
    ['my password is wonderland', 'wonderland'],
    ['the password is: wonderland', 'wonderland'],
    ["the root password is 'wonderland'.", 'wonderland'],
    ['the staging password is now sunflower', 'sunflower'],
    ['I changed my password to sunflower!', 'sunflower'],
    ['my passphrase is correct horse battery staple', 'correct horse battery staple'],
    ['mein Passwort ist Sommerregen', 'Sommerregen'],
    ['minha senha é girassol', 'girassol'],
  ])('are masked to their last word in %j', (text, value) => {
    const { spans } = masker.maskWithSpans(text);

    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([value]);
  });

  it.each([
    'my password is stale',
    'my password is stale and old',
    'the password is wonderland',
    'my password is wonderland ipsum dolor',
    'the password is "not set yet"',
    'mein Passwort ist falsch',
    'passphrase: "enter your pass phrase here"',
    'set my password to expire',
    'boarding pass is ready',
  ])('are not seen in %j', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});
