import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { secretClassOf } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

const NAME = /(?:<<\\{0,3}"|[{,\s])'?([\w.-]{1,64})'?(?:\\{0,3}">>)?$/;
const REACH = 80;
const IN_QUOTES = { assigned: true, quoted: true, spaced: true, after: '' };

/** Binaries of Erlang in pairs, as its crash reports print them: `{<<"password">>,<<"…">>}`, `{password,<<"…">>}`, `password => <<"…">>`. */
export const erlangTerms: readonly FieldForm[] = [
  {
    rule: 'erlang-term',
    type: 'secret',
    keywords: [',<<"', ', <<"', '=> <<"', '=><<"', ',<<\\"', '=> <<\\"'],
    form: /(?:, ?|=> ?)<<\\{0,3}"([^"\\\n]{4,128})(?=\\{0,3}">>)/y,
    accepts: (value, { text }, start) => {
      const name = NAME.exec(text.slice(Math.max(0, start - REACH), start).trimEnd())?.[1];
      const secretClass = name === undefined ? null : secretClassOf(name);
      return secretClass !== null && isGivenWord(value) && isSecretValue(value, secretClass, IN_QUOTES);
    },
  },
];
