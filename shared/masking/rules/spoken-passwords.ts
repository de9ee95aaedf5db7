import { flagsOf, KIND, SPACE } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { CLOSING_TAG } from './closing-tag.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { ASSIGNED } from './fields.ts';
import { PASSWORD_INITIALS, PASSWORD_KEYWORDS, PASSWORD_LABELS } from './password-labels.ts';
import { mayBeAssigned, mayBeSaid } from './said-openings.ts';
import { beginsRule } from './said-rules.ts';
import { isPlaceholder, isSecretValue } from './secret-values.ts';
import { isStateWord } from './state-words.ts';
import { madeOnce } from './made-once.ts';
import { textEnd } from './word-end.ts';

/** All of a value, for what would be left of it could be read; a bound, for labels may follow each other without end. */
const LONGEST = 512;
/** What it is for, and a verb: `for the staging box is`, `lautet`, `was reset to`. */
const SAID = `(?:["']? (?:for|of|to|für|pour|para|per|voor) [^\\n:.="']{1,60}?)? (?:(?:(?:was|is|has been) )?(?:reset|changed|set|updated|rotated) to|is|was|ist|lautet|heißt|est|es|é|è|jest)(?: now| set to| jetzt)?[ :]{1,3}`;
const SPOKEN = `["'\`«“„]?([^\\s"'\`<>«»“”„]{4,${LONGEST - 1}}[^\\s"'\`<>«»“”„.,;:?)])`;
const ANY_INITIAL = `pPkK${PASSWORD_INITIALS}`;
/** What is said of passwords: how they are kept, how long they are, in words or `8-stellig`. */
const SAID_OF_PASSWORDS = madeOnce(
  () =>
    /^(?:sha|md|base|hmac|aes|argon|bcrypt|scrypt|pbkdf|utf|rsa)-?\d|^(?:o?auth|fido|saml|tls|ssl|v)-?\d+(?:\.\d+)*(?:-\p{L}+)?$|^p\d{2}(?:-\p{L}+)?$|^\d{1,3}-\p{L}+$|(?:encoded|hashed|encrypted|based|protected|only|long|days?|hours?|chars?|characters)$/iu,
);

const FORMS: readonly FieldForm[] = [
  {
    rule: 'password-label',
    type: 'secret',
    keywords: PASSWORD_KEYWORDS,
    initials: PASSWORD_INITIALS,
    mayMatch: mayBeAssigned,
    form: () =>
      new RegExp(
        `(?:${PASSWORD_LABELS})${ASSIGNED.replace('(?::', '(?::|：')}((?:[^\\s"'\`,;<]|(?!${CLOSING_TAG})<){4,${LONGEST}})`,
        'iuy',
      ),
    endOf: textEnd,
    accepts: (value, { text }, start) => {
      const from = text.indexOf(value, start);
      return (
        isSecretValue(value, 'password', { assigned: true, quoted: false, spaced: true, after: '' }) &&
        !beginsRule(text, from, from + value.length)
      );
    },
  },
  {
    // `My password is hunter22`: a word of letters and digits or signs, for most that follows is plain prose.
    rule: 'password-in-sentence',
    type: 'secret',
    keywords: ['password', 'passphrase', 'passcode', 'passwort', 'kennwort', ...PASSWORD_KEYWORDS],
    initials: ANY_INITIAL,
    mayMatch: mayBeSaid,
    form: () =>
      new RegExp(
        `(?:password|passphrase|passcode|passwort|kennwort|${PASSWORD_LABELS})${SAID}${SPOKEN}`,
        'iuy',
      ),
    endOf: textEnd,
    accepts: (value) =>
      looksChosen(value) &&
      !isPlaceholder(value) &&
      !SAID_OF_PASSWORDS().test(value) &&
      !isStateWord(withoutMarks(value)),
  },
  {
    // `username root`, and `password crickets` behind it or on the next line.
    rule: 'account-password',
    type: 'secret',
    keywords: ['password ', 'passwd ', 'pw ', 'pwd '],
    mayMatch: mayFollowAccount,
    form: () =>
      new RegExp(
        `(?:password|passwd|pwd?) ["']?([^\\s"'\\\\<>:=]{4,${LONGEST}})(?=["']?(?:[\\s,;.]|\\\\{1,4}[nrt]|</|$))`,
        'iy',
      ),
    accepts: (value, scan, start) =>
      !isPlaceholder(value) &&
      !HAPPENS.test(withoutMarks(value)) &&
      !isStateWord(withoutMarks(value)) &&
      BEHIND_ACCOUNT.test(scan.text.slice(Math.max(0, start - ACCOUNT_REACH), start)),
  },
];

/** The account's label, its name, and no more than a comma or a line break. */
const BEHIND_ACCOUNT =
  /(?:^|[^\w-])(?:user ?name|login|user|account)["']?[ :=]{1,3}["']?(?!(?:name|and|or|with|the|an?|for)\b)[\w.@-]{1,64}["']?[,;]?(?: (?:and|with|und|et|y|e))?(?:\s|\\n){1,4}$/i;
const ACCOUNT_REACH = 100;
const ACCOUNT_LABEL = /user|login|account/gi;
/** The n of a line break that JSON escaped. */
const ESCAPED_BREAK = 0x6e;

/** Whether a blank stands before it and an account's label in reach of that. Labels are searched for once in a text. */
function mayFollowAccount(scan: Scan, start: number): boolean {
  const before = scan.bytes[start - 1] ?? 0;
  if (before < BEYOND_ASCII && (KIND[before]! & SPACE) === 0 && before !== ESCAPED_BREAK) return false;
  const { accountAt } = scan;
  while (accountAt.next < start) {
    accountAt.last = accountAt.next;
    ACCOUNT_LABEL.lastIndex = accountAt.next + 1;
    accountAt.next = ACCOUNT_LABEL.exec(scan.text)?.index ?? Infinity;
  }
  return start - accountAt.last <= ACCOUNT_REACH || start <= accountAt.last;
}

const BEYOND_ASCII = 0x80;

/** What happens to passwords. */
export const HAPPENS =
  /^(?:is|are|was|were|has|had|and|or|for|from|with|will|must|may|can|could|cannot|does|did|not|in|on|at|to|of|by|as|auth\w*|login|only|fields?|prompt\w*|policy|hash\w*|file|check\w*|reset\w*|change\w*|update\w*|expir\w*|mismatch\w*|incorrect|accept\w*|reject\w*|rotat\w*|fail\w*|ok|match\w*|requir\w*|provid\w*|verif\w*|valid\w*|entered|sent|set|stored|length|strength|attempt\w*|based|grant|flow|via|using|before|after|too|protected)$/i;

/** `allowed?`, `empty!` */
function withoutMarks(value: string): string {
  return value.replace(/[!?]{1,3}$/, '');
}

/** Letters with digits or signs among them, as people make passwords; not `it's`, `non-empty`, `reset/changed` or `12`. */
export function looksChosen(value: string): boolean {
  if (!holdsDigitOrSign(value)) return false;
  if (!/\p{L}/u.test(value) || /^\/|:\/\//.test(value)) return false;
  return /\d/.test(value) ? !/^\d+[a-z]{1,2}$/i.test(value) : /[!#$%&*+=@^~]/.test(value);
}

/** What most words have none of. */
function holdsDigitOrSign(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    if (IS_DIGIT_OR_SIGN[value.charCodeAt(index)] === true) return true;
  }
  return false;
}

const IS_DIGIT_OR_SIGN = flagsOf(/[\d!#$%&*+=@^~]/);

/** Passwords behind what languages call them, with a sign or in a sentence. */
export const spokenPasswordAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
