import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf } from './beta-cdf.ts';
import { betaQuantile } from './beta-quantile.ts';
import { chiSquaredCdf, chiSquaredSurvival } from './chi-squared-cdf.ts';
import { chiSquaredQuantile } from './chi-squared-quantile.ts';
import { fCdf, fSurvival } from './f-cdf.ts';
import { fQuantile } from './f-quantile.ts';
import { logBinomialTerm } from './log-binomial-term.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentTCdf } from './student-t-cdf.ts';
import { studentTQuantile } from './student-t-quantile.ts';

type Row = readonly [(...values: number[]) => number, readonly number[], number];

// CDFs from mpmath 1.3 at 40 digits, quantiles from scipy 1.17.1 (Python 3.11).
const REFERENCE: readonly Row[] = [
  [normalCdf, [-37], 5.725571222524577e-300],
  [normalCdf, [-8], 6.220960574271784e-16],
  [normalCdf, [-3], 0.0013498980316300946],
  [normalCdf, [-1], 0.15865525393145705],
  [normalCdf, [-0.3], 0.3820885778110474],
  [normalCdf, [0], 0.5],
  [normalCdf, [0.5], 0.6914624612740131],
  [normalCdf, [1.96], 0.9750021048517795],
  [normalCdf, [4], 0.9999683287581669],
  [normalQuantile, [1e-300], -37.0470962993612],
  [normalQuantile, [1e-12], -7.034483825301131],
  [normalQuantile, [0.001], -3.090232306167813],
  [normalQuantile, [0.025], -1.9599639845400545],
  [normalQuantile, [0.3], -0.5244005127080409],
  [normalQuantile, [0.5], 0.0],
  [normalQuantile, [0.9], 1.2815515655446004],
  [normalQuantile, [0.999], 3.090232306167813],
  [logGamma, [0.01], 4.599479878042022],
  [logGamma, [0.3], 1.0957979948180756],
  [logGamma, [1], 0.0],
  [logGamma, [2.5], 0.2846828704729192],
  [logGamma, [10], 12.801827480081469],
  [logGamma, [171.5], 709.1431630309282],
  [logGamma, [100000.0], 1051287.7089736569],
  [logBinomialTerm, [3, 10, 0.3], -1.3211512777668886],
  [logBinomialTerm, [2.5, 7.25, 0.4], -1.251651261938081],
  [logBinomialTerm, [0, 5, 0.25], -1.438410362258904],
  [logBinomialTerm, [5, 5, 0.25], -6.931471805599453],
  [logBinomialTerm, [40, 1000, 0.05], -3.8717598451968742],
  [logBinomialTerm, [500_000_000_200_000, 1e15, 0.5], -17.49525955010007],
  [logBinomialTerm, [3, 1e14, 1e-13], -4.884004190246148],
  [chiSquaredCdf, [0.1, 1], 0.24817036595415073],
  [chiSquaredCdf, [3.84, 1], 0.9499564787512949],
  [chiSquaredCdf, [10, 4], 0.9595723180054871],
  [chiSquaredCdf, [100, 120], 0.09226505195893311],
  [chiSquaredCdf, [1200, 1000], 0.9999877440576693],
  [chiSquaredCdf, [0.001, 0.5], 0.16495975076841285],
  [chiSquaredSurvival, [300, 4], 1.083439491947826e-63],
  [chiSquaredSurvival, [30, 10], 0.0008566412107753004],
  [chiSquaredQuantile, [0.95, 1], 3.841458820694124],
  [chiSquaredQuantile, [0.05, 1], 0.003932140000019522],
  [chiSquaredQuantile, [0.999, 30], 59.70306430442994],
  [chiSquaredQuantile, [1e-10, 3], 5.20939762143448e-7],
  [chiSquaredQuantile, [0.5, 500], 499.3334915888738],
  [chiSquaredQuantile, [0.01, 0.4], 1.3050961687624181e-10],
  [betaCdf, [0.2, 0.5, 0.5], 0.2951672353008666],
  [betaCdf, [0.7, 3, 8], 0.9984096136],
  [betaCdf, [0.999, 200, 1.5], 0.9400978901816638],
  [betaCdf, [1e-9, 0.1, 4], 0.15025274785665582],
  [betaCdf, [0.5, 1000, 1010], 0.5882698275437275],
  [betaQuantile, [0.025, 0.5, 0.5], 0.001541333133436012],
  [betaQuantile, [0.9, 3, 8], 0.449603888673586],
  [betaQuantile, [1e-8, 0.3, 40], 3.788616028122064e-29],
  [betaQuantile, [0.999, 200, 1.5], 0.9999393336317203],
  [betaQuantile, [0.5, 1000, 1010], 0.4975116125846937],
  [studentTCdf, [-40, 3], 1.7190340394579263e-5],
  [studentTCdf, [-2.2, 5], 0.03954694895159117],
  [studentTCdf, [0.4, 1], 0.6211189415908434],
  [studentTCdf, [1.7, 30], 0.9502610622057416],
  [studentTCdf, [-6, 1000], 1.3776845866887345e-9],
  [studentTCdf, [-5, 2.5], 0.011725594985430923],
  [studentTQuantile, [0.975, 1], 12.706204736174694],
  [studentTQuantile, [0.975, 4], 2.7764451051977934],
  [studentTQuantile, [0.995, 29], 2.756385903670605],
  [studentTQuantile, [1e-9, 3], -1033.1096745038078],
  [studentTQuantile, [0.6, 2.5], 0.2814595127485477],
  [studentTQuantile, [1e-6, 1000000.0], -4.75345234827968],
  [fCdf, [0.5, 2, 10], 0.37907867694084485],
  [fCdf, [4, 1, 1], 0.7048327646991335],
  [fCdf, [3.3, 5, 40], 0.9862461539612708],
  [fCdf, [1.2, 300, 200], 0.9181559930128314],
  [fSurvival, [50, 3, 60], 2.5354511879147016e-16],
  [fQuantile, [0.95, 3, 20], 3.098391212140781],
  [fQuantile, [0.99, 1, 1], 4052.1806954768217],
  [fQuantile, [0.05, 10, 7], 0.31893198052311633],
  [fQuantile, [0.999, 100, 100], 1.8674013821322328],
];

describe('distributions', () => {
  it.each(REFERENCE.map(([f, values, expected]) => ({ name: f.name, f, values, expected })))(
    '$name($values) equals the reference',
    ({ f, values, expected }) => {
      const scale = Math.max(Math.abs(expected), 1e-300);
      expect(Math.abs(f(...values) - expected) / scale).toBeLessThan(1e-10);
    },
  );

  it('turns every quantile back into its probability', () => {
    const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    const shape = fc.double({ min: 0.2, max: 500, noNaN: true });
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 11);
        expect(studentTCdf(studentTQuantile(p, a), a)).toBeCloseTo(p, 9);
        expect(chiSquaredCdf(chiSquaredQuantile(p, a), a)).toBeCloseTo(p, 9);
        expect(fCdf(fQuantile(p, a, b), a, b)).toBeCloseTo(p, 9);
        // A beta quantile may sit so close to one that the next double has another probability.
        const x = betaQuantile(p, a, b);
        if (x < 1 - 1e-9) expect(betaCdf(x, a, b)).toBeCloseTo(p, 6);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('answers NaN outside the domain and the limits at its ends', () => {
    expect(normalQuantile(1.1)).toBeNaN();
    expect(studentTQuantile(0.5, 0)).toBeNaN();
    expect(chiSquaredCdf(1, -1)).toBeNaN();
    expect(logGamma(0)).toBeNaN();
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(studentTQuantile(1, 3)).toBe(Infinity);
    expect(chiSquaredQuantile(0, 3)).toBe(0);
    expect(betaQuantile(1, 2, 3)).toBe(1);
    expect(studentTCdf(-2, Infinity)).toBe(normalCdf(-2));
  });
});
