import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsBetween, nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['margn', ['match', 'margin', 'mode'], 'margin'],
    ['onregression', ['onRegression', 'onBreach'], 'onRegression'],
    ['statistic', ['statistics', 'scale'], 'statistics'],
    ['treshold', ['threshold'], 'threshold'],
    ['zebra', ['margin', 'mode'], null],
    ['x', [], null],
  ])('takes %s among %j for %s', (wrong, known, meant) => {
    expect(nearestName(wrong, known)).toBe(meant);
  });
});

describe('editsBetween', () => {
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['budgte', 'budget', 1],
    ['same', 'same', 0],
  ])('counts the edits from %j to %j as %i', (a, b, edits) => {
    expect(editsBetween(a, b)).toBe(edits);
  });

  it('is the same in both directions, and zero only for the same text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editsBetween(a, b)).toBe(editsBetween(b, a));
        expect(editsBetween(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
