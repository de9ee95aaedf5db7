import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { detectChangePoints } from './detect-change-points.ts';
import { detectVarianceChanges } from './detect-variance-changes.ts';

describe('detectVarianceChanges', () => {
  it('finds where the noise became three times as wide, which is no change of level', () => {
    const random = createRandom(1);
    const values = Float64Array.from(
      { length: 200 },
      (_, index) => 50 + random.normal() * (index < 120 ? 1 : 3),
    );

    const found = detectVarianceChanges(values);

    expect(detectChangePoints(values)).toEqual([]);
    expect(found).toHaveLength(1);
    expect(Math.abs(found[0]!.index - 120)).toBeLessThanOrEqual(10);
    expect(found[0]!.before).toBeGreaterThan(0.7);
    expect(found[0]!.before).toBeLessThan(1.3);
    expect(found[0]!.ratio).toBeGreaterThan(2);
  });

  it('takes a step of the level for no change of spread', () => {
    const random = createRandom(2);
    const values = Float64Array.from({ length: 200 }, (_, index) => random.normal() + (index < 100 ? 0 : 30));

    expect(detectVarianceChanges(values)).toEqual([]);
  });

  it('has nothing to say of constant or few values', () => {
    expect(detectVarianceChanges(new Array<number>(100).fill(3))).toEqual([]);
    expect(detectVarianceChanges([1, 2, 3])).toEqual([]);
  });
});
