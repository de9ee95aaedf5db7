import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { SILENT } from './mask-segment.ts';
import { ANCHOR_KEYWORDS } from './scan-text.ts';

/** A rule of the team that matches nothing: with it every line with a replacement is looked at again. */
const NEVER = {
  name: 'never',
  pattern: '\\bNEVER-\\d{6}-NEVER\\b',
  examples: { match: ['NEVER-123456-NEVER'], ignore: ['never'] },
};

describe('a line of nothing but values', () => {
  it('holds no keyword of a rule between its pseudonyms', () => {
    const isSilent = (keyword: string): boolean => Array.from(keyword).every((sign) => SILENT.includes(sign));

    // At a line break the words of the line before are forgotten, and at `<` a pseudonym is passed; nothing is reported.
    expect(new Set(ANCHOR_KEYWORDS.filter(isSilent))).toEqual(new Set(['\n', '<']));
  });

  it('reads the same whether it is looked at again or not', () => {
    const [masker, looking] = [{}, { customRules: [NEVER] }].map((more) =>
      createMasker({ runKey: 'test', ...more }),
    );
    const octet = fc.integer({ min: 1, max: 254 });
    const value = fc.oneof(
      fc.tuple(octet, octet, octet, octet).map((address) => address.join('.')),
      octet.map((number) => `u${number}@example.com`),
      fc.constantFrom('Mary Smith', '4111111111111111', '<ip-012345.6789ab>', '+49 30 901820', 'word', '-'),
    );
    const gap = fc.constantFrom(...Array.from(SILENT), ', ', ' | ', '\n', '<');
    fc.assert(
      fc.property(fc.array(fc.tuple(value, gap), { maxLength: 12 }), (pairs) => {
        const text = pairs.flat().join('');

        expect(masker?.maskWithSpans(text)).toEqual(looking?.maskWithSpans(text));
      }),
    );
  });
});
