import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, formatPercent, formatSigned, formatSignedPercent } from './format-number.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1234.5, '1,235'],
    [1234567, '1,234,567'],
    [12.345, '12.3'],
    [0.04567, '0.0457'],
    [0.9996, '1'],
    [-3.2, '−3.2'],
    [1e-7, '1e-7'],
    [Number.MAX_VALUE, '1.80e+308'],
    [Number.NaN, 'not a number'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('stays within one per cent of the value', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e14, max: 1e14, noNaN: true }), (value) => {
        const read = Number(formatNumber(value).replaceAll(',', '').replace('−', '-'));

        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * 0.01);
      }),
    );
  });
});

describe('formatSigned', () => {
  it.each([
    [2, '+2'],
    [0, '0'],
    [-2, '−2'],
  ])('signs %d as %s', (value, text) => {
    expect(formatSigned(value)).toBe(text);
  });
});

describe('formatPercent', () => {
  it.each([
    [12.146, '1,215 %'],
    [0.0451, '4.5 %'],
    [0.00123, '0.12 %'],
    [1e308, '1.80e+308 %'],
    [-0.5, '−50 %'],
    [0, '0 %'],
  ])('writes a share of %d as %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });
});

describe('formatSignedPercent', () => {
  it.each([
    [12.146, '+1,215 %'],
    [-0.5, '−50 %'],
  ])('signs a share of %d as %s', (share, text) => {
    expect(formatSignedPercent(share)).toBe(text);
  });
});
