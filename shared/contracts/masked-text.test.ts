import { describe, expect, expectTypeOf, it } from 'vitest';
import { Masked } from './masked.ts';
import { cutMasked, joinMasked, maskedName, maskedText, rewriteMasked } from './masked-text.ts';

const metric = Masked.parse('http_req_duration');

describe('maskedText', () => {
  it('puts masked text and numbers between our own words', () => {
    const text = maskedText`${metric} rose by ${12.5} %.`;

    expect(text).toBe('http_req_duration rose by 12.5 %.');
    expectTypeOf(text).toEqualTypeOf<Masked>();
  });

  it('does not take text that was not masked', () => {
    // @ts-expect-error a plain string is raw text
    expect(maskedText`${'raw'}`).toBe('raw');
  });
});

describe('joinMasked', () => {
  it('puts the separator between parts and nothing around them', () => {
    expect(joinMasked([metric, metric], maskedText`, `)).toBe('http_req_duration, http_req_duration');
    expect(joinMasked([], maskedText`, `)).toBe('');
  });
});

describe('cutMasked', () => {
  it.each([
    ['as it is when it is short enough', 'one two', 7, 'one two'],
    ['cut within a word', 'one two', 5, 'one t'],
    ['without the half of a pseudonym', 'of <iban-0123456789ab> and', 10, 'of '],
    ['without the half of a host', 'of <host-012345.6789ab> and', 22, 'of '],
    ['with a pseudonym that ends there', 'of <iban-0123456789ab> and', 22, 'of <iban-0123456789ab>'],
    ['cut within what only looks like a pseudonym', 'a < b and so on', 7, 'a < b a'],
    ['without the half of a character', 'ab😀cd', 3, 'ab'],
    ['empty when nothing is wanted', '<iban-0123456789ab>', 0, ''],
  ])('leaves a text %s', (_case, text, most, expected) => {
    expect(cutMasked(Masked.parse(text), most)).toBe(expected);
  });
});

describe('rewriteMasked', () => {
  it('keeps what the rewrite returns', () => {
    expect(rewriteMasked(metric, (text) => text.toUpperCase())).toBe('HTTP_REQ_DURATION');
  });
});

describe('maskedName', () => {
  it('replaces control characters, which no name holds', () => {
    expect(maskedName('orders\n\u001b[31mservice')).toBe('orders\uFFFD\uFFFD[31mservice');
  });

  it('is bounded', () => {
    expect(maskedName('x'.repeat(5_000))).toHaveLength(1_000);
  });
});
