import { describe, expect, expectTypeOf, it } from 'vitest';
import { Masked } from './masked.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from './masked-text.ts';

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
