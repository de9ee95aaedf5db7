import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'said' });

describe('what stands behind the name of a secret', () => {
  it.each([
    'password: same as above',
    'password: stored in vault',
    'pwd: command not found',
    'at verify (/app/src/password.ts:41:13)',
    'pass: 4155, fail: 12',
    'secret:\n  secretName: shop',
    'password_maps = hash:/etc/postfix/sasl_passwd',
    'auth $USER_NAME:$USER_PASSWORD',
    'spring.datasource.password=@db.password@',
    "PASSWORD = config('DB_PASSWORD')",
    'if (password == confirmPassword) {',
  ])('is no value in %j', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it.each([
    ['password: same', 'same'],
    ['password: same1 as above', 'same1'],
    ['password.ts = hunter22', 'hunter22'],
    ['pass: 4155, user: bob', '4155'],
    ['password=host:/x', 'host:/x'],
    ["password = '''orchard'''", 'orchard'],
  ])('is one in %j', (text, value) => {
    expect(masker.mask(text)).not.toContain(value);
  });
});
