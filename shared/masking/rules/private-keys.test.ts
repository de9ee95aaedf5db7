import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'private keys' });
const mask = (text: string): string => masker.mask(text).replace(/<secret-[0-9a-f]{12}>/g, '<secret>');
const BASE64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
const BEGIN = '-----BEGIN PRIVATE KEY-----';
const END = '-----END PRIVATE KEY-----';

describe('private keys', () => {
  it.each([
    ['a whole one', `a\n${BEGIN}\n${BASE64}\n${BASE64}\nAbC=\n${END}\nb`, 'a\n<secret>\nb'],
    ['one in a diff', `+${BEGIN}\n+${BASE64}\n+AbC=\n+${END}\n+b`, '+<secret>\n+b'],
    ['one in a string', `{"key":"${BEGIN}\\n${BASE64}\\n${END}\\n"}`, '{"key":"<secret>\\n"}'],
    ['one that breaks off', `${BEGIN}\n${BASE64}\n(cut)\nready`, '<secret>\n(cut)\nready'],
    ['one that breaks off in a line', `${BEGIN}\n${BASE64}\n${BASE64} [cut]`, '<secret> [cut]'],
    [
      'one with headers of its own',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,12AB\n\n${BASE64}\nthe end of it`,
      '<secret>\nthe end of it',
    ],
  ])('masks %s', (_what, text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    `${BEGIN}\n${BASE64}\n(cut)\npassword: orchardx\nlogin of <email-aaaaaaaaaaaa>\n`,
    `PEM must start with ${BEGIN}\npassword: orchardx\n`,
    `${BEGIN} is what it begins with, and ${END} how it ends\npassword: orchardx\n`,
    `${BEGIN}\n${BEGIN}\n${BASE64}\n${END}\npassword: orchardx\n`,
  ])('hides nothing else from the other rules, and no key behind a pseudonym: %j', (text) => {
    const masked = mask(text);

    expect(masked).not.toContain(BASE64);
    expect(masked).toContain('\npassword: <secret>\n');
    expect(masker.mask(masked)).toBe(masked);
  });

  it('leaves a header that no key follows', () => {
    const text = `token=${BEGIN} is what a key begins with\nnext line\n`;

    expect(mask(text)).toBe(text);
  });
});
