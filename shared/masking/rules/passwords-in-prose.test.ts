import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'prose' });
/** Two hundred signs in which nothing repeats soon. */
const LONG = Array.from({ length: 50 }, (_, index) => `${'k9z!'.charAt(index % 4)}x${(index * 37) % 89}q`)
  .join('')
  .slice(0, 200);

describe('passwords in prose', () => {
  it.each([
    'net user growth exceeded 40 %',
    'INFO net user growth exceeded expectations',
    'the net user growth exceeded',
    'rabbitmqctl add_user command fails',
    'az login fails on -p option',
    'docker login needs its -p flag',
    'default login admin password prompt',
    'Passwort ist 8-stellig',
    'password is OAuth2',
    'password is p95-limited',
  ])('are not seen in %j', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it.each([
    ['net user bob orchard', 'orchard'],
    ['run net user bob orchard /add', 'orchard'],
    ['{"cmd":"net user bob orchard"}', 'orchard'],
    ['$ rabbitmqctl add_user bob orchard && rabbitmqctl status', 'orchard'],
    ['then rabbitmqctl change_password bob orchard7', 'orchard7'],
    ['htpasswd -cb users bob orchard', 'orchard'],
    ['az login -u bob -p orchard', 'orchard'],
    ['default login bob password orchard', 'orchard'],
    ['password is v3rySecret', 'v3rySecret'],
  ])('are masked in %j', (text, value) => {
    expect(masker.mask(text)).not.toContain(value);
  });

  it.each([
    ['a sentence', `My password is ${LONG} now`],
    ['quotes', `my password is "${LONG}".`],
    ['a label of another language', `пароль: ${LONG} now`],
    ['an account', `username root password ${LONG} now`],
  ])('are masked to their last sign in %s', (_, text) => {
    const masked = masker.mask(text);

    expect(masked).not.toContain(LONG.slice(-12));
    expect(masked.length).toBeLessThan(80);
  });
});
