import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import type { ScaledRun } from './adjust-for-load.ts';
import { normaliseForScale, type ScaledFigure } from './normalise-for-scale.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

function figures(
  seed: number,
  factorOf: (name: string) => number,
  loads: { readonly reference: readonly number[]; readonly other: readonly number[] } = EQUAL,
  elasticity = 0,
): ScaledFigure[] {
  const random = createRandom(seed);
  return NAMES.map((figure) => {
    const run =
      (factor: number) =>
      (load: number): ScaledRun => ({
        value: 100 * factor * load ** elasticity * Math.exp(0.02 * random.normal()),
        covariates: { load },
      });
    return {
      figure,
      group: 'times',
      votes: true,
      reference: loads.reference.map(run(1)),
      other: loads.other.map(run(factorOf(figure))),
    };
  });
}

const EQUAL = { reference: [50, 50, 50, 50, 50], other: [50, 50, 50, 50, 50] };

describe('normaliseForScale', () => {
  it('takes a common factor out and leaves the one figure that strays from it', () => {
    const { differences, factors } = normaliseForScale(figures(1, (name) => (name === 'c' ? 2.4 : 1.6)));

    const strays = differences.filter(({ pValue }) => (pValue ?? 1) < 0.001);
    expect(factors[0]?.factor).toBeCloseTo(1.6, 1);
    expect(strays.map(({ figure }) => figure)).toEqual(['c']);
    expect(strays[0]?.normalised).toBeCloseTo(1.5, 1);
  });

  it('compares at equal load where runs under different load show its effect', () => {
    const loads = { reference: [20, 40, 60, 80], other: [60, 80, 100, 120] };

    const { differences } = normaliseForScale([...figures(2, () => 1, loads, 0.5)].slice(0, 2));

    for (const { ratio, normalised, interval, takenOut } of differences) {
      expect(ratio).toBeGreaterThan(1.3);
      expect(takenOut).toEqual(['load']);
      expect(Math.abs(Math.log(normalised))).toBeLessThan(0.1);
      expect(interval?.low).toBeLessThan(1);
      expect(interval?.high).toBeGreaterThan(1);
    }
  });

  it('does not take out a load that differs between the environments only', () => {
    const loads = { reference: [50, 50, 50, 50], other: [100, 100, 100, 100] };

    const { differences } = normaliseForScale(figures(3, () => 1, loads, 0.5).slice(0, 2));

    for (const { normalised, takenOut } of differences) {
      expect(takenOut).toEqual([]);
      expect(normalised).toBeCloseTo(Math.SQRT2, 1);
    }
  });

  it('tells no common factor from fewer than four figures', () => {
    const { factors, differences } = normaliseForScale(figures(4, () => 2).slice(0, 3));

    expect(factors).toEqual([]);
    expect(differences.every(({ withoutFactor }) => !withoutFactor)).toBe(true);
  });

  it('claims no interval from one run a side', () => {
    const { differences } = normaliseForScale(figures(5, () => 2, { reference: [50], other: [50] }));

    expect(differences.every(({ interval, pValue }) => interval === null && pValue === null)).toBe(true);
  });

  it('answers the same in any unit, and the inverse with the sides exchanged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (seed, unit) => {
          const given = figures(seed, (name) => (name === 'a' ? 3 : 1.2));
          const inUnit = (runs: readonly ScaledRun[]) =>
            runs.map((run) => ({ ...run, value: run.value * unit }));
          const scaled = given.map((one) => ({
            ...one,
            reference: inUnit(one.reference),
            other: inUnit(one.other),
          }));
          const turned = given.map((one) => ({ ...one, reference: one.other, other: one.reference }));

          const [plain, other, back] = [given, scaled, turned].map(
            (each) => normaliseForScale(each).differences,
          );

          plain?.forEach((one, index) => {
            expect(other?.[index]?.normalised).toBeCloseTo(one.normalised, 8);
            expect(back?.[index]?.normalised).toBeCloseTo(1 / one.normalised, 8);
            expect(back?.[index]?.pValue).toBeCloseTo(one.pValue ?? NaN, 8);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('answers for figures that never vary', () => {
    const still = NAMES.map((figure): ScaledFigure => {
      const runs = [1, 2, 3].map(() => ({ value: 5, covariates: {} }));
      return { figure, group: 'times', votes: true, reference: runs, other: runs };
    });

    for (const { normalised, interval, pValue } of normaliseForScale(still).differences) {
      expect([normalised, interval, pValue]).toEqual([1, { low: 1, high: 1 }, 1]);
    }
  });

  it.each([[[]], [[{ value: 0, covariates: {} }]], [[{ value: NaN, covariates: {} }]]])(
    'refuses the side %j with the name of figure and side',
    (other) => {
      const figure = { ...figures(6, () => 1)[0], other } as ScaledFigure;

      expect(() => normaliseForScale([figure])).toThrow(/Figure "a" .* other environment/);
    },
  );
});
