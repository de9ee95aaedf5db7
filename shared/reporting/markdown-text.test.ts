import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masked } from '../../test/support/report-input.ts';
import { cutText, markdownCode, markdownLine, markdownText } from './markdown-text.ts';

const GAP = '\u200b';
const SIGNS = '@ # ! | ` < > [ ] \\ \n & : / a w . 1 - _ * ~ $ % ^ \u202e'.split(' ');

describe('markdownText', () => {
  it.each([
    [
      'p95 of http_req_duration rose by 86 % (p < 0.0001)',
      'p95 of http_req_duration rose by 86 % (p < 0.0001)',
    ],
    ['@team and #12, !13', `@${GAP}team and #${GAP}12, !${GAP}13`],
    ['see https://evil.example', `see https:${GAP}//evil.example`],
    ['www.evil.example', `www${GAP}.evil.example`],
    [':tada: at 08:00:12', `:${GAP}tada: at 08:00:12`],
    ['SHOP-12', `SHOP${GAP}-12`],
    ['<b>x</b>', '&lt;b&gt;x&lt;/b&gt;'],
    ['a|b', 'a\\|b'],
    ['[x](y) `z` *w* _v_', '\\[x\\](y) \\`z\\` \\*w\\* \\_v\\_'],
    ['&lt;', `&${GAP}lt;`],
    ['first\n\n/close', 'first /close'],
  ])('writes %j as %j', (text, expected) => {
    expect(markdownText(masked(text))).toBe(expected);
  });

  it('never leaves a mention, a tag, a cell, a code span or a line of its own', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...SIGNS),
      maxLength: 40,
    });
    fc.assert(
      fc.property(hostile, (text) => {
        const written = markdownText(masked(text));

        expect(written).not.toMatch(/[\n\r\u202e]/);
        expect(written.replace(/&[lg]t;/g, '.')).not.toMatch(/[@#!$~%^&](?=[A-Za-z0-9_])/);
        expect(written).not.toMatch(/<(?! )/);
        expect(written).not.toMatch(/:\/\//);
        expect(written.replace(/\\./g, '')).not.toMatch(/[|`[\]*~]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('markdownLine', () => {
  it.each([
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['+ item', '\\+ item'],
    ['1. item', '1\\. item'],
    ['/merge', '\\/merge'],
    ['> quote', '&gt; quote'],
    ['===', '\\==='],
  ])('takes the meaning from the start of %j', (text, expected) => {
    expect(markdownLine(masked(text))).toBe(expected);
  });
});

describe('markdownCode', () => {
  it('cannot be left by a backtick and cannot part a table', () => {
    expect(markdownCode(masked('a`b|c'))).toBe('`aʼb¦c`');
  });

  it('is nothing for an empty text', () => {
    expect(markdownCode(masked(' '))).toBe('');
  });
});

describe('cutText', () => {
  it('says by an ellipsis that it was cut', () => {
    expect(cutText(masked('abcdef'), 4)).toBe('abc…');
    expect(cutText(masked('abcd'), 4)).toBe('abcd');
  });

  it('does not part a surrogate pair', () => {
    expect(cutText(masked('ab🚀cd'), 4)).toBe('ab…');
  });
});
