import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

const NAME_REACH = 100;
const VALUE = `([^"'\\n@<][^"'\\n]{3,127})(?=["'])`;
const IN_QUOTES = { assigned: true, quoted: true, spaced: true, after: '' };
/** The first word behind the option, in quotes perhaps. */
const NAME = /^\S{1,24} (?:-name )?["']?([\w.[\]-]{1,64})/i;

function isNamedSecret(value: string, text: string, start: number): boolean {
  const name = NAME.exec(text.slice(start, start + NAME_REACH))?.[1];
  const secretClass = name === undefined ? null : secretClassOf(name);
  return secretClass !== null && isGivenWord(value) && isSecretValue(value, secretClass, IN_QUOTES);
}

/** Values in quotes that a command is given together with their name: variables of PowerShell, fields of a form that curl sends. */
export const givenByName: readonly FieldForm[] = [
  {
    // `Set-Variable -Name password -Value 'plover42'`
    rule: 'given-by-name',
    type: 'secret',
    keywords: ['set-variable ', 'new-variable ', 'set-secret -name '],
    form: () =>
      new RegExp(
        `(?:(?:set|new)-variable|set-secret) (?:-name )?["']?[\\w.-]{1,64}["']? (?:-(?!value|secret)\\w{1,12} (?:(?!-)\\w{1,20} )?){0,3}-(?:value|secret) ["']${VALUE}`,
        'iy',
      ),
    accepts: (value, { text }, start) => isNamedSecret(value, text, start),
  },
  {
    // With a blank within the quotes, `--data-urlencode 'password=plo ver42'`.
    rule: 'given-by-name',
    type: 'secret',
    keywords: ['--data-urlencode ', '--form-string ', '--form '],
    form: () => new RegExp(`--(?:data-urlencode|form(?:-string)?) ["'][\\w.[\\]-]{1,64}=${VALUE}`, 'y'),
    accepts: (value, { text }, start) => isNamedSecret(value, text, start),
  },
];
