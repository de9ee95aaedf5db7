import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';

const masker = createMasker({ runKey: 'written otherwise' });
const KEY = createHash('sha256').update('a key').digest('hex').slice(0, 32);

describe('secrets in writings that hide where they begin', () => {
  it.each([
    ['a block of YAML', `api_key: |\n  ${KEY}\n`],
    ['a folded block of YAML', `db:\n  api_key: >-\n    ${KEY}\n`],
    ['TypeScript with its type', `const apiKey: string = '${KEY}';`],
    ['quotes as .NET escapes them', `{"body":"{\\u0022api_key\\u0022:\\u0022${KEY}\\u0022}"}`],
    ['JSON in JSON in JSON', jsonWithin(2, { api_key: KEY })],
    ['JSON in JSON in JSON in JSON', jsonWithin(3, { api_key: KEY })],
  ])('are masked in %s', (_, text) => {
    const masked = masker.mask(text);

    expect(masked).not.toContain(KEY);
    expect(masker.mask(masked)).toBe(masked);
    if (text.startsWith('{')) expect(() => JSON.parse(masked) as unknown).not.toThrow();
  });

  it('are masked behind an escaped quote that a token would be a part of', () => {
    const token = ['ghp', 'XEpHY6BTNkz3Wezh9nER74CLxgB2mNUzQSYQ'].join('_');
    const text = `{"body":"{\\u0022note\\u0022:\\u0022${token}\\u0022}"}`;

    expect(masker.mask(text)).not.toContain(token);
  });
});

describe('numbers that pass the checksum of cards', () => {
  it.each(['card number: 2200323206916074', 'PAN 9792441502285199', '{"cardNumber":"8172970984312784"}'])(
    'are masked behind their name, whatever the scheme: %s',
    (text) => {
      expect(masker.mask(text)).toMatch(/<credit-card-/);
    },
  );

  it.each([
    '"duration_ns": 4532015112830366',
    'samples=4000000000000002',
    'http_request_duration_us_total 4485275742308327',
  ])('stay where they are measurements: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});

function jsonWithin(times: number, value: object): string {
  let text = JSON.stringify(value);
  for (let time = 0; time < times; time++) text = JSON.stringify({ body: text });
  return text;
}
