import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { ASSIGNED } from './fields.ts';
import { PASSWORD_INITIALS, PASSWORD_KEYWORDS, PASSWORD_LABELS } from './password-labels.ts';
import { isPlaceholder, isSecretValue } from './secret-values.ts';

/** What it is for, and a verb: `for the staging box is`, `lautet`. */
const SAID = `(?:["']? (?:for|of|to|für|pour|para|per|voor) [^\\n:.="']{1,60}?)? (?:is|was|ist|lautet|heißt|est|es|é|è|jest)(?: now| set to| jetzt)?[ :]{1,3}`;
const SPOKEN = `["'\`«“„]?([^\\s"'\`<>«»“”„]{4,63}[^\\s"'\`<>«»“”„.,;:?)])`;
const ANY_INITIAL = `pPkK${PASSWORD_INITIALS}`;
/** What is said of passwords: how they are kept, how long they are. */
const SAID_OF_PASSWORDS =
  /^(?:sha|md|base|hmac|aes|argon|bcrypt|scrypt|pbkdf|utf|rsa|v)-?\d|(?:encoded|hashed|encrypted|based|protected|only|long|days?|hours?|chars?|characters)$/i;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'password-label',
    type: 'secret',
    keywords: PASSWORD_KEYWORDS,
    initials: PASSWORD_INITIALS,
    form: () =>
      new RegExp(`(?:${PASSWORD_LABELS})${ASSIGNED.replace('(?::', '(?::|：')}([^\\s"'\`,;]{4,64})`, 'iuy'),
    accepts: (value) =>
      isSecretValue(value, 'password', { assigned: true, quoted: false, spaced: true, after: '' }),
  },
  {
    // `My password is hunter22`: a word of letters and digits or signs, for most that follows is plain prose.
    rule: 'password-in-sentence',
    type: 'secret',
    keywords: ['password', 'passphrase', 'passcode', 'passwort', 'kennwort', ...PASSWORD_KEYWORDS],
    initials: ANY_INITIAL,
    form: () =>
      new RegExp(
        `(?:password|passphrase|passcode|passwort|kennwort|${PASSWORD_LABELS})${SAID}${SPOKEN}`,
        'iuy',
      ),
    accepts: (value) => looksChosen(value) && !isPlaceholder(value) && !SAID_OF_PASSWORDS.test(value),
  },
];

/** Letters with digits or signs among them, as people make passwords; not `it's`, `non-empty`, `reset/changed` or `12`. */
function looksChosen(value: string): boolean {
  if (!/\p{L}/u.test(value) || /^\/|:\/\//.test(value)) return false;
  return /\d/.test(value) ? !/^\d+[a-z]{1,2}$/i.test(value) : /[!#$%&*+=@^~]/.test(value);
}

/** Passwords behind what languages call them, with a sign or in a sentence. */
export const spokenPasswordAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
