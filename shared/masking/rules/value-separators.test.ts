import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withBytesOf } from '../characters.ts';
import { TYPED } from './typed-names.ts';
import { endsInBlanks, separatorAt } from './value-separators.ts';

/** The same as one expression, which took longer than all else that is done to a name. */
const AS_EXPRESSION = new RegExp(
  /(?:\\{0,7}["'`]|&quot;|&#(?:34|39|x22|x27);)?(?:(?:[,;]\s{0,12}|\s{1,12})["']?value["']?(?=[ \t]?[:=]))?(?:[ \t]{4,48}(?=[:=]))?[ \t]{0,3}(?:\[[\w ]{0,10}\]|\)|\]){0,2}[ \t]{0,3}(?:(?:string|str|text)[ \t]{1,2}|:[ \t]?string[ \t]{0,2}(?==))?(=>|->|<-|\((?=["'`])|[:.|?+!]{0,3}={1,3}|:{1,2}(?!=)|,|>|-|\|)?[ \t]{0,5}(?:\{\s{0,16}"value"[ \t]?:[ \t]?(?="))?(?:[|>][-+]?[ \t]{0,2}(?=\r?\n))?(?:\r?\n[ \t]{0,16})?@?(?:!!(?:str|binary)[ \t]{1,2}|\[(?=[^\s[\]"'`]{4,256}\])|(?:String::(?:from|new)|new String|Some|Secret(?:String|Str)?(?:::(?:new|from))?|Zeroizing::new|[a-z]\w{0,40}::(?:new|from))\((?=["'`]))?(\\{0,7}["'`]|&quot;|&#(?:34|39|x22|x27);)?/.source.replace(
    '[ \\t]{0,2}(?==))?',
    () => `[ \\t]{0,2}(?==)|${TYPED.source})?`,
  ),
  'iy',
);
const NAME = 'token';
const PIECES =
  '\\ " \' ` &quot; &#34; &#X27; & , ; : :: = == [ ] ) ( [a 1] => -> > - | . ? + ! { @ < / a 1 s t v value "value" VALUE string str Text String !!str !!binary String::from new Some Secret SecretString::new Zeroizing::new Token::new &str Foo<a> |- >+ \u00e9 \u4e2d \u017f'
    .split(' ')
    .concat([
      ' ',
      '  ',
      '     ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '\u00a0',
      '\u2028',
      '[a 1]',
      '{ "value": ',
      'new String(',
    ]);

function expected(behind: string): unknown {
  AS_EXPRESSION.lastIndex = 0;
  const match = /^[\s"'`\\,;[\])sStT=(:.|?+!>{@&\x80-\uffff-]/.test(behind)
    ? AS_EXPRESSION.exec(behind)
    : null;
  if (match === null || match[0] === '') return null;
  const separator = match[1] ?? '';
  return {
    end: NAME.length + match[0].length,
    separator,
    assigns: /[:=]/.test(separator),
    quote: match[2] ?? '',
  };
}

function read(behind: string): unknown {
  const text = NAME + behind;
  return withBytesOf(text, (bytes) => separatorAt(text, bytes, NAME.length));
}

describe('what stands between a name and its value', () => {
  it('is read by hand as the expression says', () => {
    const pieces = fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(1, 1, 1, 2, 4, 9, 49)), {
      maxLength: 8,
    });

    fc.assert(
      fc.property(pieces, (drawn) => {
        const behind = drawn.map(([piece, times]) => piece.repeat(times)).join('');
        expect(read(behind)).toEqual(expected(behind));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['="x"', { end: 7, separator: '=', assigns: true, quote: '"' }],
    ['": {"value": "x"', { end: 19, separator: ':', assigns: true, quote: '"' }],
    [': string = `x`', { end: 17, separator: '=', assigns: true, quote: '`' }],
    [': |\n    x', { end: 13, separator: ':', assigns: true, quote: '' }],
    [" = String::from('x')", { end: 22, separator: '=', assigns: true, quote: "'" }],
    ['\\\\\\": \\\\\\"x', { end: 15, separator: ':', assigns: true, quote: '\\\\\\"' }],
  ])('is %j', (behind, between) => {
    expect(read(behind)).toEqual(between);
  });

  it.each([
    [': ', true],
    ['=\t', true],
    [':', false],
    ['  ', false],
    [', ', false],
  ])('ends in blanks behind a sign: %j is %s', (between, answer) => {
    expect(withBytesOf(between, (bytes) => endsInBlanks(bytes, 0, between.length))).toBe(answer);
  });
});
