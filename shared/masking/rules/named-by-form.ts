import { isGivenWord as isGiven } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { HAPPENS } from './spoken-passwords.ts';
import { wordEnd } from './word-end.ts';

const LINE_BREAK = '(?:\\r?\\n|(?:\\\\r)?\\\\n)[ \\t+-]{0,16}';
const DIGEST_REACH = 600;

/** Secrets of files, headers and addresses whose form names them: netrc, keys of PuTTY, the answer of a digest, seed phrases. */
export const namedByForm: readonly FieldForm[] = [
  {
    // netrc: `machine HOST login USER password WORD`, on one line or several.
    rule: 'netrc',
    type: 'secret',
    keywords: ['machine ', 'default login '],
    form: /(?:machine [^\s]{1,120}|default)\s{1,8}login [^\s]{1,64}\s{1,8}password ["']?([^\s"']{4,128})/y,
    endOf: wordEnd,
    accepts: (value, scan, start) => isGiven(value, scan, start) && !HAPPENS.test(value),
  },
  {
    // RFC 7616: made of the password; with the nonce beside it, it can be guessed at leisure.
    rule: 'digest-response',
    type: 'secret',
    keywords: ['response=', 'response\\="'],
    form: /response=\\{0,2}["']?([0-9a-f]{32}(?:[0-9a-f]{32})?)(?![\w-])/iy,
    accepts: (_, { text }, start) =>
      /digest|nonce=/i.test(text.slice(Math.max(0, start - DIGEST_REACH), start + DIGEST_REACH)),
  },
  {
    // Its name says no more than "session id"; what it looks like is fixed.
    rule: 'cookie',
    type: 'secret',
    keywords: ['asp.net_sessionid='],
    form: /ASP\.NET_SessionId=([a-z0-5]{24})(?!\w)/iy,
  },
  {
    rule: 'putty-key',
    type: 'secret',
    keywords: ['private-lines:'],
    form: () =>
      new RegExp(
        `Private-Lines: \\d{1,3}${LINE_BREAK}([A-Za-z0-9+/=]{1,100}(?:${LINE_BREAK}[A-Za-z0-9+/=]{1,100}(?![A-Za-z0-9+/=:-])){0,199})`,
        'y',
      ),
  },
  {
    rule: 'putty-key',
    type: 'secret',
    keywords: ['private-mac:'],
    form: /Private-MAC: ([0-9a-f]{40,64})(?!\w)/y,
  },
  {
    rule: 'bind-password',
    type: 'secret',
    keywords: ['bindpw ', 'bindpw: ', 'rootpw ', 'olcrootpw: '],
    form: /(?:bindpw|(?:olc)?rootpw):? (?:--plaintext )?(?!--|\{(?:S?SHA\d{0,3}|S?MD5|CRYPT|ARGON2\w?|PBKDF2[\w-]{0,12})\})["']?([^\s"']{4,128})/iy,
    endOf: wordEnd,
    accepts: isGiven,
  },
  {
    rule: 'oracle-password',
    type: 'secret',
    keywords: ['jdbc:oracle:'],
    form: /jdbc:oracle:\w{1,8}:([^\s/@:"']{1,64}\/[^\s/@"']{1,128})(?=@)/iy,
    accepts: (value) => !/[${}<>]/.test(value),
  },
  {
    rule: 'seed-phrase',
    type: 'secret',
    keywords: ['mnemonic', 'seed phrase', 'recovery phrase', 'seed_phrase'],
    form: /(?:mnemonic(?:[ _]phrase)?|(?:seed|recovery)[ _]phrase)["']?[ \t]{0,2}(?::|=|is)[ \t]{0,2}["']?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?![a-z])/iy,
  },
];
