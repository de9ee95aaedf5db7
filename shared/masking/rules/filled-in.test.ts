import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFilledIn } from './filled-in.ts';

/** What the expression is made of: repeated, each way to read it twice would double its time. */
const PIECES = [
  ...[
    '$a',
    '$a_',
    '${a}',
    '${{ a }}',
    '$(a)',
    '$a[',
    '$a[0]',
    '$a.b',
    '$a->b',
    '{{a}}',
    '#{a}',
    '#{{a}}',
    '%a%',
  ],
  ...[
    '%(a)s',
    '!AB!',
    '$env:a',
    '_',
    '.',
    '-',
    ':',
    '|',
    '#',
    '!',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '\\',
    '$',
    '%',
  ],
  ...['<%', '%>', 'a', 'A', '9'],
];

describe('isFilledIn', () => {
  it('reads whatever is repeated in one way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }),
        (unit, tail) => {
          // With two ways to read a piece this would take longer than anybody waits.
          const text = unit.join('').repeat(100).slice(0, 110) + tail.join('');

          expect(typeof isFilledIn(text)).toBe('boolean');
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('reads rows of names and signs that could be shared out in many ways', () => {
    expect(isFilledIn(`${'$a._'.repeat(28)}$(a)A`)).toBe(false);
    expect(isFilledIn(`${'$a.b'.repeat(28)}$(a)`)).toBe(true);
  });

  it.each([
    '$PASS',
    '${A}_${B}',
    '$A-$B',
    '${{ secrets.X }}',
    '$(cat f)',
    '$args[0]',
    "$config['pw']",
    '#{x}',
    '{{ x }}',
  ])('knows %s', (value) => {
    expect(isFilledIn(value)).toBe(true);
  });

  it.each(['Summer$77', '$a_$b!x', 'a${b'])('leaves %s to be a password', (value) => {
    expect(isFilledIn(value)).toBe(false);
  });
});
