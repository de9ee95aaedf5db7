import { DIGIT, KIND } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { codeSentences } from './code-sentences.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

const BETWEEN = `["'\\\\]{0,3}(?: (?:is|was|ist|lautet|est|es|è|é|to|jest))?(?: now)?[ \\t]{0,2}(?::|=>|=)?[ \\t]{0,2}["'\\\\]{0,3}`;
/** Not a blank alone: `Erlang OTP 2024`. */
const SAID = `["'\\\\]{0,3}(?: (?:is|was|ist|lautet|est|es|è|é|to|jest)(?: now)?[ \\t]{1,2}|(?: (?:is|was))?[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2})["'\\\\]{0,3}`;
/** What it is for, and a verb. */
const FOR = ' (?:for|to) [A-Za-z][\\w .-]{0,40}? is:? ';
const SIGN = `["'\\\\]{0,3}[ \\t]{0,2}(?::|=>|=)[ \\t]{0,2}["'\\\\]{0,3}`;
/** What is counted or measured. */
const UNITS =
  'ms|s|sec|secs|seconds?|minutes?|mins?|hours?|days?|digits?|chars?|characters?|times?|users?|requests?|attempts?|retries|errors?|codes?|bytes|bits|sent(?! (?:to|via|by|through)\\b)|total|entries|lines|loc|items|messages|rpm|generated|issued|delivered|used|hits|rows';
/** In brackets behind a number: a share, a unit, a limit; not `(expired)`, `(valid for 10 minutes)`, which are said of codes. */
const EXPLAINS = `\\((?:0x|[-+~≈]?\\d[\\d.,]* ?(?:%|of\\b|[kMG]i?B)|(?:of|max|min|avg|adc|default|total|limit|[kMG]i?B|${UNITS.replace('|used', '')})\\b(?! left))`;
/** Nothing that goes on: a fraction, a date, a unit, an address, a longer password. */
const ENDS = `(?=$|[\\s"'\`<>&|\\\\)\\]};]|[.,:!?](?:$|[\\s"'\`<\\\\)\\]}])|,[A-Za-z"'])(?! ?(?:${UNITS})\\b| ${EXPLAINS})`;
/** Four to eight digits, in two groups perhaps, or with the letter of Google's. */
const CODE = `((?:[A-Z]-)?\\d{3}[ -]?\\d{3}|\\d{4,8})`;
/** The same where four digits may be a status. */
const LONG_CODE = `((?:[A-Z]-)?\\d{3}[ -]?\\d{3}|\\d{6,8})`;
/** Milliseconds and other round counts: `otp: 120000,`. */
const ROUND = /^(?:[1-9]\d?000|[1-9]\d{1,3}0000)$/;
/** What a sentence says of a code and not of a count. */
const VERB = /\b(?:is|was|ist|lautet|est|es|è|é|to|jest)\b/i;
const YOURS = /(?:^|[^\w-])your (?:[\w-]{1,20} )?$/i;
const YOURS_REACH = 28;
/** What a converter of ten to twelve bits reads at most, and how many steps it has. */
const READING = /^(?:1023|1024|2047|2048|4095|4096)$/;
const PIN_IN_CAPITALS = /^PIN ?:/;
const SENTENCE_REACH = 16;
/** Behind a code, and before its name. */
const SAYS_CODE =
  /^["'.!]{0,2}(?:\s*$|[\r\n,]|\\n)|^ (?:is (?:your|the|valid)|to \w|for (?:your|the)\b|as (?:your|the)\b|expires\b|and \w|(?:(?:was|has been) )?sent (?:to|via|by)\b)/i;
const TELLS_CODE = /(?:^|[^\w-])(?:use|using|enter|your|type|with|the|generated|created|issued)(?: the)? $/i;

const CODES: readonly FieldForm[] = [
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['otp', 'totp'],
    form: () => new RegExp(`t?otp(?:[_ -]?(?:code|token|value))?(?:${FOR}|${SAID})${CODE}${ENDS}`, 'iy'),
  },
  {
    // `Use OTP 482913 to log in`: six digits or more, and a word of the sentence.
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['otp ', 'otp code '],
    form: () => new RegExp(`t?otp (?:code )?${LONG_CODE}${ENDS}`, 'iy'),
    accepts: (value, { text }, start) => {
      const end = text.indexOf(value, start) + value.length;
      return (
        SAYS_CODE.test(text.slice(end, end + SENTENCE_REACH)) ||
        TELLS_CODE.test(text.slice(Math.max(0, start - SENTENCE_REACH), start))
      );
    },
  },
  {
    // `OTP 4829 to log in`
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['otp ', 'totp ', 'otp code '],
    form: () =>
      new RegExp(
        `t?otp (?:code )?${CODE}(?= to (?:log|sign|verify|confirm|complete|continue|authori[sz]e)\\b)`,
        'iy',
      ),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['one-time ', 'one time ', 'onetime', 'one_time_'],
    form: () =>
      new RegExp(`one[-_ ]?time[-_ ]?(?:password|passcode|pass|code|pin)${BETWEEN}${CODE}${ENDS}`, 'iy'),
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
    form: () =>
      new RegExp(
        `(?:(?:verification|confirmation|sms)[ _]?code|passcode)(?:${FOR}|${BETWEEN})${CODE}${ENDS}`,
        'iy',
      ),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['fa', 'mfa'].flatMap((kind) =>
      [' code', '_code', 'code', ' token', '_token'].map((label) => kind + label),
    ),
    form: () => new RegExp(`m?fa[ _]?(?:code|token)${BETWEEN}${CODE}${ENDS}`, 'iy'),
  },
  {
    // Without a sign four digits may count something.
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'authentication code',
      'authentication_code',
      'authenticationcode',
      'security code',
      'security_code',
      'securitycode',
    ],
    form: () =>
      new RegExp(
        `(?:authentication|security)[ _]?code(?:${SAID}|${BETWEEN}(?=(?:[A-Z]-)?\\d{3}[ -]?\\d{3}))${CODE}${ENDS}`,
        'iy',
      ),
  },
  {
    // `login code: 4030` is a status.
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['login code', 'login_code', 'login token'],
    form: () => new RegExp(`login[ _]?(?:code|token)${BETWEEN}${LONG_CODE}${ENDS}`, 'iy'),
  },
  {
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'best\u0080tigungscode',
      'sicherheitscode',
      'einmalcode',
      'code \u0080 usage unique',
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
        `(?:best[äa]tigungscode|sicherheitscode|einmalcode|code [àa] usage unique|code de (?:v[ée]rification|confirmation)|c[óo]digo de verifica(?:ci[óo]n|[çc][ãa]o)|codice di verifica|kod weryfikacyjny|verificatiecode|do[ğg]rulama kodu(?:nuz)?)${BETWEEN}${CODE}${ENDS}`,
        'iuy',
      ),
  },
  {
    // `Use code 482913 to verify your account`
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['code '],
    mayMatch: ({ bytes }, _, end) => (KIND[bytes[end] ?? 0]! & DIGIT) !== 0,
    form: () =>
      new RegExp(
        `code ${LONG_CODE}(?= to (?:verify|log ?in|sign ?in|sign up|confirm your|complete your sign|continue signing|authenticate)\\b)`,
        'iy',
      ),
    accepts: (_, { text }, start) => !OTHER_CODE.test(text.slice(Math.max(0, start - OWNER_REACH), start)),
  },
  {
    // `Dein Code ist 482913`
    rule: 'one-time-code',
    type: 'secret',
    keywords: [
      'dein code ist ',
      'ihr code ist ',
      'votre code est ',
      'tu c\u0080digo es ',
      'il tuo codice \u0080 ',
    ],
    form: () =>
      new RegExp(
        `(?:(?:dein|ihr) code ist|votre code est|tu c[óo]digo es|il tuo codice [èe]):? ${LONG_CODE}${ENDS}`,
        'iuy',
      ),
  },
  {
    // `Your Kestrel code is 482913`
    rule: 'one-time-code',
    type: 'secret',
    keywords: ['code is ', 'code is: ', 'code: '],
    form: () => new RegExp(`code(?: is:?|:) ${LONG_CODE}${ENDS}`, 'iy'),
    accepts: (_, { text }, start) => {
      const service = OWN_CODE.exec(text.slice(Math.max(0, start - OWNER_REACH), start));
      return service !== null && !OTHER_CODE.test(service[0]);
    },
  },
  {
    // A card's check value is never to be written down.
    rule: 'card-code',
    type: 'secret',
    keywords: ['cvv', 'cvc', 'card_code'],
    form: () => new RegExp(`(?:cvv2?|cvc2?|card_code)${SIGN}(\\d{3,4})${ENDS}`, 'iy'),
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
      'pin =',
      'pin is',
      'pin_code',
      'pin code',
      'pincode',
      '--pin ',
    ],
    form: () =>
      new RegExp(
        `(?<!(?:gpio|cpu|thread|led|io|input|output|digital|analog|adc|dac|pwm|data|clock|board|header)[ _-]?)(?:--)?pin(?:[_ ]?code)?(?:${SIGN}| is |(?<=--pin) )(\\d{4}|\\d{6})${ENDS}`,
        'iy',
      ),
    accepts: (value, { text }, start) => {
      if (!READING.test(value)) return true;
      const label = text.slice(start, text.indexOf(value, start));
      return PIN_IN_CAPITALS.test(label) || VERB.test(label) || label.startsWith('--');
    },
  },
];

/** Whether a round number is told as a code rather than counted. */
function isTold(value: string, { text }: Scan, start: number): boolean {
  return (
    !ROUND.test(value) ||
    VERB.test(text.slice(start, text.indexOf(value, start))) ||
    YOURS.test(text.slice(Math.max(0, start - YOURS_REACH), start))
  );
}

const OWNER_REACH = 48;
const OWN_CODE = /(?:^|[^\w-])your (?:[\w-]{1,20} ){0,2}$/i;
/** Codes that many share. */
const OTHER_CODE =
  /\b(?:zip|post|postal|status|error|exit|return|response|country|area|product|item|order|promo|coupon|discount|voucher|bank|sort|branch|tracking|event|source|build|customer|tax)\b/i;

const FORMS: readonly FieldForm[] = CODES.map((form) =>
  form.rule === 'one-time-code'
    ? {
        ...form,
        accepts: (value, scan, start) =>
          isTold(value, scan, start) && (form.accepts?.(value, scan, start) ?? true),
      }
    : form,
);

const CODE_BEFORE = /(?:^|[^\w.,:/-])((?:[A-Z]-)?\d{4,8})$/;
const LABEL_BEHIND =
  / (?:is (?:your|the)|as your) (?:[A-Za-z]{1,20} ){0,2}(?:(?:verification|confirmation|security|login|one-time|authentication) (?:code|password|passcode|pin)|(?:one[- ]?time|login) (?:code|password|passcode|pin)|OTP)\b/iy;
/** `482913 is your Kestrel code`: six digits, and whose code it is. */
const OWN_LABEL_BEHIND =
  / (?:is your|ist (?:dein|ihr)|est (?:votre|ton)|es (?:tu|su)|[èe] il tuo|[ée] o seu) (?:[A-Z][\w-]{1,20}[ -])?(?:(?:login|access) )?(?:[Cc]ode|c[óo]digo|codice|Bestätigungscode)\b(?: (?:de|di|für|pour|for|to) \w| [A-Z]|[.!,]?(?:[\s"'\\]|$))/y;
const FEWEST_OWN = 6;
const REACH = 12;

/** `483920 is your verification code` */
function detectBefore(scan: Scan, start: number): void {
  const code = CODE_BEFORE.exec(scan.text.slice(Math.max(0, start - REACH), start))?.[1];
  if (code === undefined) return;
  LABEL_BEHIND.lastIndex = start;
  OWN_LABEL_BEHIND.lastIndex = start;
  if (LABEL_BEHIND.test(scan.text) || (code.length >= FEWEST_OWN && OWN_LABEL_BEHIND.test(scan.text)))
    report(scan, start - code.length, start, 'secret', STRENGTH.shape, 'one-time-code');
}

/** Codes that open an account once, and numbers that open a card or a device: a label, and digits in the usual number. */
export const oneTimeCodes: readonly Anchor[] = [
  ...[...FORMS, ...codeSentences].flatMap(anchorsOf),
  ...[
    ' is your ',
    ' as your ',
    ' is the otp',
    ' is the one',
    ' is the verification',
    ' ist dein ',
    ' ist ihr ',
    ' est votre ',
    ' est ton ',
    ' es tu ',
    ' es su ',
    ' \u0080 il tuo ',
    ' \u0080 o seu ',
  ].map((keyword) => ({
    keyword,
    detect: detectBefore,
  })),
];
