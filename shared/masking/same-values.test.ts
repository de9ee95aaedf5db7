import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_PLACE, sameValues } from './same-values.ts';

/** Values with a blank between, and where each stands. */
function placesOf(values: readonly (readonly [value: string, type: string])[]) {
  let text = '';
  const places = values.map(([value, type]) => {
    const start = text.length;
    text += `${value} `;
    return { start, end: start + value.length, type };
  });
  return { text, places };
}

describe('sameValues', () => {
  it('finds a value that repeats, of the same type', () => {
    const { text, places } = placesOf([
      ['10.1.2.3', 'ip'],
      ['jo@example.org', 'email'],
      ['10.1.2.3', 'ip'],
      ['10.1.2.3', 'secret'],
      ['10.1.2.4', 'ip'],
    ]);

    expect([...sameValues(text, places)]).toEqual([NO_PLACE, NO_PLACE, 0, NO_PLACE, NO_PLACE]);
  });

  it('never takes one value for another, whatever was asked before', () => {
    const value = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a', 'ab', 'xaby', 'yabx', 'xxaby'));
    const values = fc.array(fc.tuple(value, fc.constantFrom('ip', 'secret')), { maxLength: 40 });
    fc.assert(
      fc.property(values, (given) => {
        const { text, places } = placesOf(given);

        for (const [each, earlier] of sameValues(text, places).entries()) {
          if (earlier === NO_PLACE) continue;
          expect(earlier).toBeLessThan(each);
          expect(given[earlier]).toEqual(given[each]);
        }
      }),
    );
  });
});
