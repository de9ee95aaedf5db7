import { ALNUM, kindAt } from '../characters.ts';
import { COMMAND_WORD as WORD, isOptionValue } from './command-words.ts';
import type { FieldForm } from './field-form.ts';
import { looksRandom } from './secret-values.ts';
import { looksChosen } from './spoken-passwords.ts';

const DASH = 0x2d;
const NAME_REACH = 48;
const SHORTEST_DRAWN = 8;
/** The option's name up to its last word; what stands before it is no word. */
const BEGINS_LONG_OPTION = /(?:^|[\s"'`([,]|\\[nrt])--?([A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*)$/;
/** `--two-pass` counts, `--bypass` goes round. */
const COUNTS = /(?:^|[-_.])(?:one|two|three|first|second|single|multi|last|all|by|per)$/i;
/** Of these a secret is a value; of others, as of Kubernetes' `--tls-secret`, the name of an object. */
const HOLDS_SECRET =
  /(?:^|[-_.])(?:client|jwt|app|application|session|consumer|api|shared|auth|oauth|oauth2|token|webhook|cookie|signing|hmac|hash|encryption)$/i;
/** What is done with a password: nothing stands behind it, or what it does; only what is drawn counts there. */
const DOES =
  /^(?:no|not|ask|prompt|read|forgot|rotate|show|hide|print|generate|gen|random|require|check|verify|validate|skip|disable|enable|allow|with|without|encode|encrypt|hash|empty|has|is|get|list|delete|remove|create)(?:[-_.]|$)/i;
/** `--change-password plover42`: the new one may stand behind it, or whose it is. */
const CHANGES = /^(?:change|reset|update|use|set)(?:[-_.]|$)/i;
/** `--db-password DB_PASSWORD`: said in usages. */
const NAMES_ITSELF = /^[A-Z][A-Z_]*_(?:PASSWORD|PASS|PASSWD|PASSPHRASE|PWD|PW|SECRET)[,|)\]}]{0,2}$/;
const NAMES_OBJECT = /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/;

/** `--db-password plover42`, `--smtp-pass …`, `--client-secret …`: the password behind a blank, of whatever program. */
export const optionPasswords: readonly FieldForm[] = [
  {
    rule: 'command-password',
    type: 'secret',
    keywords: ['password ', 'passwd ', 'pwd ', 'pass ', 'passphrase ', 'secret '].flatMap((word) =>
      ['-', '.', '_'].map((sign) => sign + word),
    ),
    // A word of the option before it and a value behind it, not another option.
    mayMatch: ({ bytes }, start, end) => (kindAt(bytes, start - 1) & ALNUM) !== 0 && bytes[end] !== DASH,
    form: () => new RegExp(`[-._](?:password|passwd|pwd|pass|passphrase|secret) ${WORD}`, 'iy'),
    accepts: (value, { text }, start) => {
      const option = BEGINS_LONG_OPTION.exec(text.slice(Math.max(0, start - NAME_REACH), start))?.[1];
      if (option === undefined) return false;
      if ((DOES.test(option) || COUNTS.test(option)) && !looksRandom(value, SHORTEST_DRAWN)) return false;
      if (CHANGES.test(option) && !(looksChosen(value) && !/[/.@:]/.test(value))) return false;
      if (!isOptionValue(value) || NAMES_ITSELF.test(value)) return false;
      if (!text.startsWith('secret', start + 1)) return true;
      return HOLDS_SECRET.test(option) || (/\d/.test(value) && !NAMES_OBJECT.test(value));
    },
  },
];
