import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

const BETWEEN = `["'\\\\]{0,3}(?: (?:is|was|ist|lautet|est|es|è|é|to|jest))?(?: now)?[ \\t]{0,2}(?::|=>|=)?[ \\t]{0,2}["'\\\\]{0,3}`;
/** Not a blank alone: `Erlang OTP 2024`. */
const SAID = `["'\\\\]{0,3}(?: (?:is|was|ist|lautet|est|es|è|é|to|jest)(?: now)?[ \\t]{1,2}|(?: (?:is|was))?[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2})["'\\\\]{0,3}`;
const SIGN = `["'\\\\]{0,3}[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2}["'\\\\]{0,3}`;
/** Nothing that goes on: a fraction, a date, a unit, an address, a longer password. */
const ENDS = `(?=$|[\\s"'\`<>&|\\\\)\\]};]|[.,:!?](?:$|[\\s"'\`<\\\\)\\]}])|,[A-Za-z"'])(?! ?(?:ms|s|sec|secs|seconds?|minutes?|mins?|hours?|days?|digits?|chars?|characters?|times?|users?|requests?|attempts?|retries|errors?|codes?|bytes|sent|total|entries|lines|items|messages|rpm|generated)\\b| \\()`;
/** Four to eight digits, in two groups perhaps, or with the letter of Google's. */
const CODE = `((?:[A-Z]-)?\\d{3}[ -]?\\d{3}|\\d{4,8})`;
/** The same where four digits may be a status. */
const LONG_CODE = `((?:[A-Z]-)?\\d{3}[ -]?\\d{3}|\\d{6,8})`;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['otp', 'totp'],
    form: new RegExp(`t?otp(?:[_ -]?(?:code|token|value))?${SAID}${CODE}${ENDS}`, 'iy'),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['one-time ', 'one time ', 'onetime', 'one_time_'],
    form: new RegExp(`one[-_ ]?time[-_ ]?(?:password|passcode|pass|code|pin)${BETWEEN}${CODE}${ENDS}`, 'iy'),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'verification code',
      'verification_code',
      'verificationcode',
      'confirmation code',
      'confirmation_code',
      'confirmationcode',
      'sms code',
      'sms_code',
      'smscode',
      'passcode',
    ],
    form: new RegExp(`(?:(?:verification|confirmation|sms)[ _]?code|passcode)${BETWEEN}${CODE}${ENDS}`, 'iy'),
  },
  {
    // `login code: 4030` is a status.
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'authentication code',
      'security code',
      'security_code',
      'login code',
      'fa code',
      'mfa code',
      'mfa_code',
      'mfacode',
      'mfa token',
    ],
    form: new RegExp(
      `(?:authentication|security|login|mfa|fa)[ _]?(?:code|token)${BETWEEN}${LONG_CODE}${ENDS}`,
      'iy',
    ),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'best\u0080tigungscode',
      'sicherheitscode',
      'code de v\u0080rification',
      'code de confirmation',
      'c\u0080digo de verifica',
      'codigo de verifica',
      'codice di verifica',
      'kod weryfikacyjny',
      'verificatiecode',
      'do\u0080rulama kodu',
    ],
    form: () =>
      new RegExp(
        `(?:best[äa]tigungscode|sicherheitscode|code de (?:v[ée]rification|confirmation)|c[óo]digo de verifica(?:ci[óo]n|[çc][ãa]o)|codice di verifica|kod weryfikacyjny|verificatiecode|do[ğg]rulama kodu(?:nuz)?)${BETWEEN}${CODE}${ENDS}`,
        'iuy',
      ),
  },
  {
    // A card's check value is never to be written down.
    rule: 'card-code',
    type: 'secret',
    keywords: ['cvv', 'cvc', 'card_code'],
    form: new RegExp(`(?:cvv2?|cvc2?|card_code)${SIGN}(\\d{3,4})${ENDS}`, 'iy'),
  },
  {
    // `pin: 17` is one of a board.
    rule: 'pin',
    type: 'secret',
    keywords: [
      'pin:',
      'pin=',
      'pin"',
      "pin'",
      'pin :',
      'pin is',
      'pin_code',
      'pin code',
      'pincode',
      '--pin ',
    ],
    form: new RegExp(
      `(?<!(?:gpio|cpu|thread|led|io|input|output|digital|analog|data|clock|reset|set|board|header)[ _-]?)(?:--)?pin(?:[_ ]?code)?(?:${SIGN}| is |(?<=--pin) )(\\d{4}|\\d{6})${ENDS}`,
      'iy',
    ),
  },
];

const CODE_BEFORE = /(?:^|[^\w.,:/-])((?:[A-Z]-)?\d{4,8})$/;
const LABEL_BEHIND =
  / is your (?:[A-Za-z]{1,20} ){0,2}(?:(?:verification|confirmation|security|login|one-time|authentication) (?:code|password|passcode)|OTP|one-time code)\b/iy;
const REACH = 12;

/** `483920 is your verification code` */
function detectBefore(scan: Scan, start: number): void {
  const code = CODE_BEFORE.exec(scan.text.slice(Math.max(0, start - REACH), start))?.[1];
  if (code === undefined) return;
  LABEL_BEHIND.lastIndex = start;
  if (LABEL_BEHIND.test(scan.text))
    report(scan, start - code.length, start, 'secret', STRENGTH.shape, 'one-time-code');
}

/** Codes that open an account once, and numbers that open a card or a device: a label, and digits in the usual number. */
export const oneTimeCodes: readonly Anchor[] = [
  ...FORMS.flatMap(anchorsOf),
  { keyword: ' is your ', detect: detectBefore },
];
