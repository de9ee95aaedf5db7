import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldKind } from './header-field.ts';

describe('fieldKind', () => {
  it.each([
    '2024-05-01T10:00:00,123Z',
    '20240501-10:00:00:123',
    '05-01',
    '10:00:00.5',
    '2024-05-01T10:00:00+02:00,',
    '1714557600-10:00',
  ])('tells that %s is a time, or that it is none', (field) => {
    expect(fieldKind(field)).toBe(field.startsWith('1714') ? 'word' : 'time');
  });

  it('reads whatever is repeated in one way', () => {
    const pieces = fc.constantFrom(
      '1',
      '12',
      '2024',
      '-',
      '/',
      '.',
      ':',
      'T',
      '_',
      ',',
      'Z',
      '+',
      'a',
      '(',
      '[',
      '%',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 3 }),
        fc.array(pieces, { maxLength: 2 }),
        (unit, tail) => {
          // With two ways to read a piece this would take longer than anybody waits.
          const field = `2024-01-01T${unit.join('').repeat(60).slice(0, 90)}${tail.join('')}`;

          expect(typeof fieldKind(field)).toBe('string');
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
