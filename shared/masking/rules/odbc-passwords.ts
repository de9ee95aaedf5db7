import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { looksRandom } from './secret-values.ts';

const REACH = 240;
/** A part of a connection string before it. */
const PART_BEFORE = /[\w }]{1,64}; ?$/;
/** A driver's name in braces: then braces stand for themselves, and nothing is filled in. */
const DRIVER = /driver ?= ?\{[^{}\n]{0,40} [^{}\n]{0,40}\}/i;
const NAMES_VARIABLE = /^[\w.$-]*$/;
const SHORTEST_DRAWN = 8;

/** `Driver={ODBC Driver 18 for SQL Server};UID=app;PWD={a;b};`: braces let the value hold a semicolon, and a brace twice. */
export const odbcPasswords: readonly FieldForm[] = [
  {
    rule: 'odbc-password',
    type: 'secret',
    keywords: ['pwd={', 'pwd = {', 'password={', 'password = {'],
    form: /(?:pwd|password) ?= ?\{((?:[^{}\n]|\}\}){4,128})(?=\}(?!\}))/iy,
    accepts: (value, { text }, start) => {
      const before = text.slice(Math.max(0, start - REACH), start);
      if (!isGivenWord(value) || !PART_BEFORE.test(before)) return false;
      return DRIVER.test(before) || !NAMES_VARIABLE.test(value) || looksRandom(value, SHORTEST_DRAWN);
    },
  },
];
