import { DIGIT, KIND } from '../characters.ts';
import { type Scan } from '../scan.ts';
import { type FieldForm } from './field-form.ts';

/** Six to eight digits, in two groups perhaps, and nothing that goes on. */
const CODE =
  '((?:[A-Z]-)?\\d{3}[ -]?\\d{3}|\\d{6,8})(?=$|[\\s"\'`<&|\\\\)\\]};]|[.,:!?](?:$|[\\s"\'`<\\\\)]))';
/** Not of counts: `your code: 120000 lines`. */
const NO_UNIT = '(?! ?(?:ms|s|seconds?|lines?|loc|bytes|chars|users|times|requests|errors|hits|rows|%))';
const GROUP = '[\\dA-Za-z]{4,6}-[\\dA-Za-z]{4,6}';

/** A digit behind the keyword. */
function beforeDigit({ bytes }: Scan, _: number, end: number): boolean {
  return (KIND[bytes[end] ?? 0]! & DIGIT) !== 0;
}

/** Sentences that hand a code over, in languages other than English as well. */
export const codeSentences: readonly FieldForm[] = [
  {
    // `Use 482913 to sign in`
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['use ', 'enter '],
    mayMatch: beforeDigit,
    form: () =>
      new RegExp(
        `(?:use|enter) ${CODE}(?= (?:to (?:verify your|log ?in|sign ?in|confirm your|continue sign(?:ing)?|complete your sign-?(?:in|up)|authenticate)|as your)\\b)`,
        'iy',
      ),
  },
  {
    // `Enter the code 482913 in the app`
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['enter the code ', 'enter code '],
    mayMatch: beforeDigit,
    form: () => new RegExp(`enter (?:the )?code ${CODE}(?= (?:to|in|on|into|when)\\b)`, 'iy'),
  },
  {
    // `Dein Code: 482913`, `O seu código é 482913`
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'dein code',
      'ihr code',
      'votre code',
      'ton code',
      'je code',
      'uw code',
      'din kod',
      'tw\u0080j kod',
      'tu c\u0080digo',
      'su c\u0080digo',
      'seu c\u0080digo',
      'il tuo codice',
      'koodisi',
    ],
    form: () =>
      new RegExp(
        `(?:(?:dein|ihr|votre|ton|je|uw) code|din kod|tw[óo]j kod|(?:tu|su|seu) c[óo]digo|il tuo codice|koodisi)(?: ?:| (?:ist|lautet|est|is|es|[èeéä]|är|to|on)):? ${CODE}${NO_UNIT}`,
        'iuy',
      ),
  },
  {
    // Of a transaction, always in capitals.
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['tan: ', 'tan lautet', 'tan ist', 'sms-code', 'smstan'],
    form: () =>
      new RegExp(`(?:(?:m?TAN)(?::| lautet:?| ist:?)|(?:SMS|sms)-?(?:Code|code|TAN):?) ${CODE}`, 'y'),
  },
  {
    // A card's check value.
    rule: 'card-code',
    type: 'secret',
    keywords: ['security code: ', 'security_code=', '"security_code":', '"securitycode":'],
    form: () => /"?security[ _]?code"?[:=] ?"?(\d{3})(?=$|[\s"'`<&\\)\]},;])(?! ?(?:of|\/|lines?|ms|%))/iy,
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['backup code', 'recovery code', 'backup_code', 'recovery_code'],
    form: () =>
      new RegExp(
        `(?:backup|recovery)[ _]codes?["']?[:=] ?\\[?["']?(${GROUP}(?:["']?,? ?["']?${GROUP}){0,15})\\b`,
        'iy',
      ),
    accepts: (value) => /\d/.test(value),
  },
];
