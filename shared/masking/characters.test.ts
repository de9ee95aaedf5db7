import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagsOf } from './characters.ts';

/** What an engine says of each character of ASCII. */
function tried(characters: RegExp): readonly boolean[] {
  return Array.from({ length: 256 }, (_, code) => code < 128 && characters.test(String.fromCharCode(code)));
}

describe('flagsOf', () => {
  it.each([
    /\d/,
    /\s/,
    /\w/,
    /[\w.-]/,
    /[^A-Za-z_ -]/,
    /[^\s\w]/,
    /[[{(]/,
    /[-_./:+=~@]/,
    /[\t\n\r -~]/,
    /[\\<]/,
    /[ \t"'`\\:=_nN]/,
    /[:.|?+!>{@&\])\-/]/,
    /[vr. :=>(\\"']/i,
    /[^Q-c]/i,
    /[~^v]/,
  ])('reads %s as it matches', (characters) => {
    expect(flagsOf(characters)).toEqual(tried(characters));
  });

  it('reads any class of characters and ranges as it matches', () => {
    const character = fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code));
    const written = character.map((each) =>
      /[\n\r\t]/.test(each)
        ? JSON.stringify(each).slice(1, -1)
        : each.replace(/[^A-Za-z0-9]/, String.raw`\$&`),
    );
    const range = fc
      .tuple(fc.integer({ min: 0x30, max: 0x7a }), fc.integer({ min: 0x30, max: 0x7a }))
      .filter(([first, last]) => !/[\\\]^]/.test(String.fromCharCode(first, last)))
      .map(([first, last]) => String.fromCharCode(Math.min(first, last), 0x2d, Math.max(first, last)));
    const part = fc.oneof(written, range, fc.constantFrom('\\d', '\\s', '\\w'));
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        (parts, isNegated, ignoresCase) => {
          const characters = new RegExp(`[${isNegated ? '^' : ''}${parts.join('')}]`, ignoresCase ? 'i' : '');

          expect(flagsOf(characters)).toEqual(tried(characters));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([/ab/, /a/, /[\b]/, /[\p{L}]/u, /[é]/, /[ab]+/])('refuses %s', (characters) => {
    expect(() => flagsOf(characters)).toThrow(RangeError);
  });
});
