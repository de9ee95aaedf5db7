import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longRunVariance } from '../statistics/compare/long-run-variance.ts';
import { createOnlineBlocking } from './online-blocking.ts';

function online(values: readonly number[]): number {
  const blocking = createOnlineBlocking();
  for (const value of values) blocking.add(value);
  return blocking.longRunVariance();
}

describe('createOnlineBlocking', () => {
  it('gives what longRunVariance gives for the same values', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });

    fc.assert(
      fc.property(fc.array(value, { maxLength: 400 }), (values) => {
        const expected = longRunVariance(Float64Array.from(values));
        const scale = Math.max(1, ...values.map((one) => one * one));

        expect(Math.abs(online(values) - expected)).toBeLessThanOrEqual(1e-9 * scale);
      }),
    );
  });

  it('gives what longRunVariance gives for dependent values', () => {
    const values = dependentValues(5_000);

    expect(online(values)).toBeCloseTo(longRunVariance(Float64Array.from(values)), 6);
  });

  it.each([[[]], [[1]], [[3, 3, 3, 3]]])('gives 0 for %j', (values) => {
    expect(online(values)).toBe(0);
  });
});

/** A moving average without chance, so that the test is the same each time. */
function dependentValues(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, (_, index) => (state = 0.9 * state + Math.sin(index * 12.9898) * 10));
}
