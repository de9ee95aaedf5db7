import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withBytesOf } from '../characters.ts';
import { NO_WORD, type Scan } from '../scan.ts';
import { ACCOUNT_FORMS } from './accounts.ts';
import { ADDRESS_FORMS } from './addresses.ts';
import { COORDINATE_FORMS } from './coordinates.ts';
import { type FieldForm } from './field-form.ts';
import { HEALTH_FORMS } from './fields.ts';
import { NAME_LABELS } from './name-labels.ts';

/** What labels, and the signs and values behind them, are made of. */
const PIECES = [
  ...' |  |\t|\n|"|\'|`|\\|:|=|=>|->|-|_|.|,|;|#|(|{|[|>|/|~|@|0|7|12|1234|52.5|-13.4050|52.5200,13.4050|52.5200, 13.4050|AB|A1|a|é|Ł'.split(
    '|',
  ),
  ...'id no nr num number code is was of in on holder Holder device Serial serial udi uuid line Line person persoon o s itude Itude gitude g d e r'.split(
    ' ',
  ),
  ...'Jane Doe|Jane|Doe|jdoe/|j.d-o_e/|public_html|12 Main Street|Main Street 12|Łąkowa 7|AB12345678|-12345|A-1-2345|1a2b3c4d5'.split(
    '|',
  ),
];
const MIXED = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));
const QUOTES = fc.constantFrom('', '', '"', "'", '\\"', "'''", '\\\\`');
const BLANKS = fc.constantFrom('', '', ' ', '\t', '  ');
const SIGNS = fc.constantFrom('', ':', '=', '=>', '->', ' is ', '>');
/** As most forms have it: the rest of the label, a word, a sign between quotes and blanks, the value, what ends it. */
const LABELLED = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      's',
      ' holder',
      ' Line 2',
      '_line',
      ' in',
      ' device',
      'person',
      ' person',
      'o',
      'in',
      'itude',
      'gitude',
    ),
    fc.constantFrom('', '', ' no.', '_number', ' id', ' serial number', ' uuid', 'udi'),
    QUOTES,
    BLANKS,
    fc.constantFrom('', '', ' number', 'no.', 'id of'),
    fc.constantFrom('', '', '#'),
    SIGNS,
    BLANKS,
    QUOTES,
    fc.constantFrom('', '', '', '(', '{', '['),
    fc.oneof(
      fc.constantFrom(...PIECES),
      fc.constantFrom('Jane Doe', '52.5200,13.4050', '12 Main Street', 'A-1234567'),
    ),
    fc.constantFrom('', ',', '"', '\n', ' ', ' a=', '/'),
  )
  .map((parts) => parts.join(''));
/** Without most of what may stand between. */
const SIGNED = fc
  .tuple(
    fc.constantFrom('', '', '', ' person', 'o', 'itude', 'gitude', '_line'),
    QUOTES,
    BLANKS,
    fc.constantFrom(':', '=', '=>'),
    BLANKS,
    QUOTES,
    fc.constantFrom('Jane Doe', '52.5200', '52.5200,13.4050', '12 Main Street', 'A-1234567'),
    fc.constantFrom('', ',', '\n'),
  )
  .map((parts) => parts.join(''));
const BEHIND = fc.oneof(MIXED, LABELLED, SIGNED);
const CASES: readonly ((keyword: string) => string)[] = [
  (keyword) => keyword,
  (keyword) => keyword.toUpperCase(),
  (keyword) => keyword.slice(0, 1).toUpperCase() + keyword.slice(1),
];

function scanOf(text: string, bytes: Uint8Array): Scan {
  return {
    text,
    bytes,
    findings: [],
    judgedKeysTo: 0,
    judgedWordsTo: 0,
    userInfoEnd: -1,
    tokenTo: 0,
    labelledTo: 0,
    cookiesTo: 0,
    tokenRuns: null,
    resumeAt: 0,
    rowAt: { start: -1, end: 0, digits: 0, lengths: 0 },
    digitsTo: NO_WORD,
    decodedTo: 0,
    argumentsTo: 0,
    namesTo: 0,
    unwrappedTo: 0,
    wordAt: { card: NO_WORD, identity: NO_WORD, package: NO_WORD, phone: NO_WORD },
    fieldsJudgedTo: null,
    before: { at: -1, text: '' },
    after: { at: -1, text: '' },
    accountAt: { last: NO_WORD, next: -1 },
    optionsAt: null,
    lessAt: { from: 0, at: -1 },
    elementTo: -1,
    isAlone: false,
  };
}

const LOOKED_AT = [...ACCOUNT_FORMS, ...ADDRESS_FORMS, ...COORDINATE_FORMS, ...HEALTH_FORMS, ...NAME_LABELS]
  .filter((form) => form.mayMatch !== undefined)
  .flatMap((form) =>
    form.keywords
      .filter((keyword) => !keyword.startsWith('\u0080'))
      .map((keyword) => ({ rule: form.rule, keyword, form })),
  );

function matches({ form }: FieldForm, text: string): boolean {
  const expression = typeof form === 'function' ? form() : form;
  expression.lastIndex = 0;
  return expression.test(text);
}

describe('a look behind a keyword', () => {
  it.each(LOOKED_AT)('keeps no match of $rule behind "$keyword" from being found', ({ keyword, form }) => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), BEHIND, (inCase, behind) => {
        const text = inCase(keyword) + behind;
        const isMatch = matches(form, text);
        const mayBe = withBytesOf(text, (bytes) => form.mayMatch!(scanOf(text, bytes), 0, keyword.length));
        expect(isMatch && !mayBe).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });
});
