import { describe, expect, it } from 'vitest';
import { fitGrowth } from './fit-growth.ts';

describe('fitGrowth', () => {
  it('fits the line that R fits', () => {
    // R's data set women, lm(weight ~ height) as R's own manuals print it: slope 3.45, intercept -87.51667, residual standard error 1.525 on 13 degrees of freedom.
    const height = Float64Array.from({ length: 15 }, (_, index) => 58 + index);
    const weight = Float64Array.of(
      ...[115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164],
    );

    const fit = fitGrowth(height, weight, 0, 0);

    expect(fit?.slope).toBeCloseTo(3.45, 10);
    expect(fit?.at(0).mean).toBeCloseTo(-87.51667, 5);
    expect(Math.sqrt((fit?.squares ?? 0) / 13)).toBeCloseTo(1.525, 3);
    expect(fit?.at(65).leverage).toBeCloseTo(1 / 15, 12);
    // Of the last point 1 / n + (x - mean)² / 280, the sum of squares of the heights.
    expect(fit?.at(72).leverage).toBeCloseTo(1 / 15 + 49 / 280, 12);
  });

  it.each([-1.4, 0.7, 2.8])('finds slope and levels of an exact growth of decay %d with a step', (decay) => {
    const x = Float64Array.from({ length: 40 }, (_, index) => index / 39);
    const growth = (at: number): number => -Math.expm1(-decay * at) / decay;
    const y = x.map((at, index) => 3 + 2 * growth(at) + (index < 25 ? 0 : 5));

    const fit = fitGrowth(x, y, decay, 25);

    expect(fit?.slope).toBeCloseTo(2, 9);
    expect(fit?.at(1.5).mean).toBeCloseTo(8 + 2 * growth(1.5), 9);
    expect(fit?.squares).toBeCloseTo(0, 12);
  });

  it('has no fit for fewer values than parameters, or for values of one time', () => {
    expect(fitGrowth(Float64Array.of(0, 1, 2), Float64Array.of(1, 2, 3), 0, 0)).toBeNull();
    expect(fitGrowth(new Float64Array(20), new Float64Array(20), 0, 0)).toBeNull();
  });
});
