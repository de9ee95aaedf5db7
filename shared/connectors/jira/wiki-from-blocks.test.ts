import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wikiFromBlocks, wikiText } from './wiki-from-blocks.ts';

describe('wikiText', () => {
  it.each([
    ['{code}rm{code}', '\\{code\\}rm\\{code\\}'],
    ['[~admin]', '\\[\\~admin\\]'],
    ['[x|http://e]', '\\[x\\|http:\u200b//e\\]'],
    ['a|b', 'a\\|b'],
    ['*b* _i_ -s- +u+ ^s^', '\\*b\\* \\_i\\_ \\-s\\- \\+u\\+ \\^s\\^'],
    ['!img.png!', '\\!img.png\\!'],
    ['C:\\n', 'C:&#92;n'],
    ['h1. big', '\u200bh1. big'],
    ['# item', '\u200b# item'],
    ['(y) :) ;)', '(\u200by) :\u200b) ;\u200b)'],
    ['line\nh1. two', 'line h1. two'],
  ])('shows %j as it is', (text, markup) => {
    expect(wikiText(text)).toBe(markup);
  });

  it('leaves no brace, bracket or bar without its backslash, and no second line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const markup = wikiText(text);

        expect(markup).not.toMatch(/(?<!\\)[{}[\]|*]/);
        expect(markup).not.toMatch(/[\n\r]/);
        expect(markup.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('wikiFromBlocks', () => {
  it('writes each kind of block', () => {
    const markup = wikiFromBlocks([
      { kind: 'banner', tone: 'error', lines: [[{ text: 'Slower', strong: true }]] },
      { kind: 'heading', text: 'Cause' },
      { kind: 'bullets', items: [[{ text: 'Author: ', strong: true }, { text: 'ada' }], [{ text: 'two' }]] },
      { kind: 'table', head: ['A', 'B'], rows: [['1', '']] },
      { kind: 'paragraph', inlines: [{ text: 'a|b', href: 'https://e/?q=[x]|y' }] },
    ]);

    expect(markup.split('\n\n')).toEqual([
      '{panel:bgColor=#ffebe6}\n*Slower*\n{panel}',
      'h3. Cause',
      '* *Author:* ada\n* two',
      '||A||B||\n|1| |',
      '[a\\|b|https://e/?q=%5Bx%5D%7Cy]',
    ]);
  });
});
