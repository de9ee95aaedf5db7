import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { isCaselessWallet, lettersAndDigits, numberAsDialled } from './one-spelling.ts';

const SPELLINGS: readonly (readonly string[])[] = [
  [
    'from 10.1.2.3 port',
    'host ip-10-1-2-3 up',
    'ec2-10-1-2-3.compute-1.amazonaws.com',
    'ip-10-1-2-3.eu-west-1.compute.internal',
    'from ::ffff:10.1.2.3 port',
    'from ::FFFF:0a01:0203 port',
  ],
  ['mac 00:1a:2b:3c:4d:5e', 'mac 00-1A-2B-3C-4D-5E', 'mac 001a.2b3c.4d5e', 'mac 001A2B3C4D5E'],
  [
    'from 2001:db8::1 port',
    'from 2001:0db8:0000:0000:0000:0000:0000:0001 port',
    'from 2001:DB8:0:0:0:0:0:1 port',
    'from 2001:db8::1/64 port',
    'http://[2001:db8::1]:443/',
  ],
  ['route 2001:db8::/32 via x', 'route 2001:0db8:0:0::/32 via x', 'route 2001:DB8::/032 via x'],
  ['from 2001:db8:: port', 'from 2001:db8::/128 port'],
  [
    'phone +44 20 7183 8750',
    'phone +442071838750',
    'phone +44 (0)20 7183 8750',
    'phone 0044 20 7183 8750',
    'phone=%2B442071838750',
    'phone=%2B44%2020%207183%208750',
  ],
  ['phone (415) 555-2671', 'phone 415-555-2671', 'phone 415.555.2671'],
  ['iban DE89 3704 0044 0532 0130 00', 'iban DE89370400440532013000'],
  ['card 4111 1111 1111 1111', 'card 4111-1111-1111-1111', 'card 4111111111111111'],
  [
    'to Jo.Smith@Example.ORG',
    'to=jo.smith%40example.org',
    'to jo.smith [at] example [dot] org',
    'to jo.smith(at)example.org',
  ],
  ['to jo@münchen.example', 'to JO@MÜNCHEN.example', 'to jo@xn--mnchen-3ya.example'],
  ['SSN 536-22-1234', 'SSN 536 22 1234'],
  ['BSN: 1112.22.333', 'BSN: 111222333'],
  ['VIN 1HGCM82633A004352', 'VIN 1hgcm82633a004352'],
  ['plate: AB12 CDE', 'plate: AB12CDE'],
  ['customer name: Jane Doe', 'customer name: JANE DOE'],
  ['to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'to BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
];

/** Not the same: other addresses of one network, numbers that differ in more than signs, other letters than ASCII's. */
const DIFFERENT: readonly (readonly string[])[] = [
  ['from 10.1.2.3 port', 'from 10.1.23.0 port', 'from 10.12.3.0 port', 'from 2001:db8::1 port'],
  ['from 2001:db8::1 port', 'from 2001:db8:1:: port', 'from 2001:db8::10 port'],
  [
    'route 2001:db8::/32 via x',
    'route 2001:db8::/48 via x',
    'route 2001:db8::/64 via x',
    'route 2001:db8::/128 via x',
    'route 2001:db8:8000::/33 via x',
    'route ::ffff:10.0.0.0/104 via x',
    'route ::ffff:10.0.0.0 via x',
  ],
  ['phone +44 20 7183 8750', 'phone +44 20 7183 8751'],
  ['plate: 京A12345', 'plate: 沪A12345'],
];

const masker = createMasker({ runKey: 'spellings' });
const pseudonymOf = (text: string): string =>
  /<[a-z-]+-[\da-f.]+>/.exec(masker.mask(text, false))?.[0] ?? text;

describe('pseudonyms of values that are spelled in several ways', () => {
  it.each(SPELLINGS)('are one: %s', (...texts) => {
    const pseudonyms = texts.map(pseudonymOf);

    expect(new Set(pseudonyms)).toHaveLength(1);
    expect(pseudonyms[0]).not.toBe(texts[0]);
  });

  it.each(DIFFERENT)('differ when the values do: %s', (...texts) => {
    expect(new Set(texts.map(pseudonymOf))).toHaveLength(texts.length);
  });

  it('keep the network of a host that is called by its address', () => {
    const [first, second] = ['ip-10-1-2-3', '10.1.2.77'].map(pseudonymOf);

    expect(first?.slice(0, '<ip-123456'.length)).toBe(second?.slice(0, '<ip-123456'.length));
    expect(first).not.toBe(second);
  });
});

describe('numberAsDialled', () => {
  it.each([
    ['+44 (0)20 7183 8750', '+44 20 7183 8750'],
    ['+49 (0)30 1234567', '+49 30 1234567'],
    ['+48 (0)22 695 90 00', '+48 22 695 90 00'],
    ['+39 (0)6 6982 1234', '+39 06 6982 1234'],
    ['0039 (0)6 6982 1234 ext. 12', '+39 06 6982 1234 x12'],
    ['+225 (0)7 07 12 34 56', '+225 07 07 12 34 56'],
    ['+242 (0)6 612 3456', '+242 06 612 3456'],
    ['+44 20 7183 8750 ext. 12', '+44 20 7183 8750 x12'],
    ['+44 20 7183 8750 extension 12', '+44 20 7183 8750x12'],
    ['+44 20 7183 8750 #12', '+44 20 7183 8750 X 12'],
    ['+44 20 7183 8750 /12', '+44 20 7183 8750 x12'],
    ['+49 30/1234567', '+49 30 1234567'],
  ])('takes %s and %s for one number', (one, other) => {
    expect(dialled(one)).toBe(dialled(other));
  });

  it.each([
    ['+39 (0)6 6982 1234', '+39 6 6982 1234'],
    ['+44 20 7183 8750 #12', '+44 20 7183 875012'],
    ['+44 20 7183 8750/12', '+44 20 7183 875012'],
    ['+44 20 7183 8750 x12', '+44 20 7183 8750'],
  ])('tells %s and %s apart', (one, other) => {
    expect(dialled(one)).not.toBe(dialled(other));
  });
});

describe('isCaselessWallet', () => {
  it.each([
    ['0x52908400098527886E0F7030069857D2E4169EE7', true],
    ['BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', true],
    ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', false],
  ])('answers for %s: %s', (address, expected) => {
    expect(isCaselessWallet(address)).toBe(expected);
  });
});

function dialled(number: string): string {
  return lettersAndDigits(numberAsDialled(number));
}
