import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { looksChosen } from './spoken-passwords.ts';

const USER = '[A-Za-z][\\w.@-]{0,63}';
const PASSWORD = '[^\\s"\'`\\\\<>]{4,64}';

/** `btoa("user:password")`, as scripts make the header of basic authentication. */
export const encodedUsers: readonly FieldForm[] = [
  {
    rule: 'encoded-user',
    type: 'secret',
    keywords: ['b64encode(', 'btoa(', 'base64_encode(', 'buffer.from(', 'encodetostring('],
    form: () =>
      new RegExp(
        `(?:b64encode|btoa|base64_encode|buffer\\.from|encodetostring)\\((?:\\[\\]byte\\()?b?["'\`]${USER}:(${PASSWORD})["'\`]`,
        'iy',
      ),
    accepts: (value) => isGivenWord(value) && looksChosen(value),
  },
  {
    rule: 'encoded-user',
    type: 'secret',
    keywords: ['echo -n ', 'printf '],
    form: () =>
      new RegExp(
        `(?:echo -n|printf) ["']?${USER}:(${PASSWORD})["']? ?\\| ?(?:base64|openssl (?:base64|enc))\\b`,
        'y',
      ),
    accepts: (value) => isGivenWord(value) && looksChosen(value),
  },
];
