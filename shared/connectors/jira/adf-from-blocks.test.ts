import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brief, hostileBrief } from '../../../test/support/change-brief.ts';
import { checkAdf } from '../../../test/support/check-adf.ts';
import { adfFromBlocks, adfText } from './adf-from-blocks.ts';
import { blocksFromBrief, blocksFromText, DETAILS } from './ticket-blocks.ts';

describe('adfFromBlocks', () => {
  it('makes a document that Jira takes, at every level of detail', () => {
    for (const detail of DETAILS) {
      expect(checkAdf(adfFromBlocks(blocksFromBrief(brief(), detail)))).toEqual([]);
      expect(checkAdf(adfFromBlocks(blocksFromBrief(hostileBrief(), detail)))).toEqual([]);
    }
  });

  it('makes a document of any text, with all of its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const document = adfFromBlocks(blocksFromText(text));

        expect(checkAdf(document)).toEqual([]);
        expect(adfText(document).isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps markup of others as plain text', () => {
    const document = adfFromBlocks(blocksFromText('*bold* [~admin] {code}'));

    expect(document.content).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: '*bold* [~admin] {code}' }] },
    ]);
  });
});
