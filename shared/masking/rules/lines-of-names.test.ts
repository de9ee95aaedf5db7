import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfNames } from './lines-of-names.ts';

/** What a line of names is, in one expression. */
const NAMES =
  /^\uFEFF?[+-]?[ \t]*["'`|]?[ \t]*[^\s\d:=<>{}[\]@%&?!*\\,;|][^\r\n:=<>{}[\]@%&?!*\\]{2,999}(?=\r?$)/;
const signs = ' \t\r+-"\'`|:=<>{}[]@%&?!*\\,;.1a\u00e9\uFEFF\u2028'.split('');
const line = fc.oneof(
  fc.string({ unit: fc.constantFrom(...signs, 'name', 'mail, ', 'a|b'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', ' ', ','), minLength: 990, maxLength: 1010 }),
);

describe('endOfNames', () => {
  it('answers for any line as one expression does', () => {
    fc.assert(
      fc.property(line, fc.string({ maxLength: 5 }), (given, before) => {
        const start = before.length + 1;

        const end = endOfNames(`${before}\n${given}\nnext: line\n`, start, start + given.length);

        const expected = NAMES.exec(given)?.[0];
        expect(end).toBe(expected === undefined ? -1 : start + expected.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes the names of a table and leaves lines of logs', () => {
    expect(endOfNames('name,email\r\n', 0, 11)).toBe(10);
    expect(endOfNames('Dec 10 06:55:46 host sshd\n', 0, 25)).toBe(-1);
  });
});
