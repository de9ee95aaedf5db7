import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/support/analysis-of.ts';
import { errorRates } from './error-rates.ts';

const { policy } = planOf();

describe('errorRates', () => {
  it('leaves the first verdict the rates of the policy', () => {
    expect(errorRates(policy, 0)).toEqual({ alpha: 0.01, falseDiscoveryRate: 0.01, look: 1 });
  });

  it('spends at most as much again over all further looks, however many', () => {
    let spent = 0;
    for (let rerun = 1; rerun <= 100_000; rerun += 1) spent += errorRates(policy, rerun).alpha;

    expect(spent).toBeLessThanOrEqual(policy.alpha);
    expect(spent).toBeGreaterThan(0.99 * policy.alpha);
  });

  it('has rates that a test can be done at, whatever the look', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), (rerun) => {
        const { alpha, falseDiscoveryRate, look } = errorRates(policy, rerun);
        expect(alpha).toBeGreaterThan(0);
        expect(falseDiscoveryRate).toBeGreaterThan(0);
        expect(look).toBe(rerun + 1);
      }),
    );
  });
});
