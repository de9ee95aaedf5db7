import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'wallets' });

describe('addresses of wallets', () => {
  it.each([
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
    'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx',
  ])('are known by their sum: %s', (address) => {
    const { spans } = masker.maskWithSpans(`paid to ${address} today`);

    expect(spans).toMatchObject([{ type: 'crypto', rule: 'wallet', start: 8, end: 8 + address.length }]);
  });

  it.each([
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp',
    'bc1qAr0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    'bc1q',
  ])('are not seen where the sum or the case is wrong: %s', (word) => {
    const { spans } = masker.maskWithSpans(`saw ${word} today`);

    expect(spans.filter(({ type }) => type === 'crypto')).toEqual([]);
  });

  it('of Ethereum are masked behind their word alone', () => {
    const address = '0xde709f2102306220921060314715629080e2fb77';

    expect(masker.mask(`eth_wallet: ${address}`)).toMatch(/^eth_wallet: <crypto-[0-9a-f]{12}>$/);
    expect(masker.mask(`object at ${address}`)).toBe(`object at ${address}`);
  });
});
