import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { createChangePointStream } from './change-point-stream.ts';
import { detectChangePoints } from './detect-change-points.ts';

function noise(seed: number, n: number, level: (index: number) => number = () => 0): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, (_, index) => level(index) + random.normal());
}

const indices = (values: ArrayLike<number | null>): number[] =>
  detectChangePoints(values).map(({ index }) => index);

/** Histories of the kinds that take different ways through the detector. */
const HISTORY = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    n: fc.integer({ min: 10, max: 300 }),
    shape: fc.constantFrom('flat', 'step', 'staircase', 'walk', 'ramp'),
    size: fc.double({ min: 0.5, max: 20, noNaN: true }),
  })
  .map(({ seed, n, shape, size }) => {
    let wander = 0;
    const random = createRandom(seed + 1);
    return noise(seed, n, (index) => {
      if (shape === 'walk') return (wander += random.normal());
      if (shape === 'ramp') return (size * index) / n;
      if (shape === 'staircase') return size * Math.floor((4 * index) / n);
      return shape === 'step' && index > n / 2 ? size : 0;
    });
  });

describe('detectChangePoints', () => {
  it('finds a step, its levels and its size', () => {
    const values = noise(1, 100, (index) => (index < 60 ? 100 : 110));

    const found = detectChangePoints(values);

    expect(found).toHaveLength(1);
    expect(Math.abs(found[0]!.index - 60)).toBeLessThanOrEqual(1);
    expect(found[0]!.before).toBeCloseTo(100, 0);
    expect(found[0]!.shift).toBeCloseTo(10, 0);
    expect(found[0]!.relativeShift).toBeCloseTo(0.1, 1);
    expect(found[0]!.pValue).toBeLessThan(1e-6);
  });

  it('finds a small step in spite of a large one', () => {
    const values = noise(2, 240, (index) => (index < 80 ? 0 : index < 160 ? 1000 : 1004));

    expect(indices(values)).toEqual([80, 160]);
  });

  it('finds the plateaus of a staircase, which looks like a line from afar', () => {
    const values = noise(3, 500, (index) => 20 * Math.floor(index / 100));

    expect(indices(values)).toEqual([100, 200, 300, 400]);
  });

  it('finds the step on a slope, and no staircase on either side of it', () => {
    const values = noise(1, 100, (index) => 0.1 * index + (index < 60 ? 0 : 8));

    expect(indices(values)).toEqual([60]);
  });

  it('finds an excursion that comes back', () => {
    const values = noise(4, 400, (index) => (index >= 200 && index < 220 ? 4 : 0));

    expect(indices(values).map((at) => Math.round(at / 10))).toEqual([20, 22]);
  });

  it('takes neither a single spike nor a straight trend for a change', () => {
    expect(indices(noise(5, 100, (index) => (index === 50 ? 1000 : 0)))).toEqual([]);
    expect(indices(noise(6, 200, (index) => index))).toEqual([]);
  });

  it('skips gaps and answers in the indices of the input', () => {
    const dense = noise(7, 100, (index) => (index < 50 ? 0 : 8));
    const sparse = Array.from(dense).flatMap((value, index) => (index % 10 === 0 ? [null, value] : [value]));

    expect(indices(sparse)).toEqual([indices(dense)[0]! + 6]);
  });

  it('has no change points in no, one, few or constant values', () => {
    expect(indices([])).toEqual([]);
    expect(indices([5])).toEqual([]);
    expect(indices([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([]);
    expect(indices(new Array<number>(500).fill(0.1))).toEqual([]);
    expect(indices([null, null])).toEqual([]);
  });

  it('finds the one change of a series without noise', () => {
    expect(indices([...new Array<number>(30).fill(1), ...new Array<number>(30).fill(2)])).toEqual([30]);
  });

  it('finds the one change of a series that stands still but for single spikes', () => {
    const spikes = new Set([5, 38, 86, 91]);
    const values = Array.from({ length: 100 }, (_, index) => (spikes.has(index) ? 50 : index < 60 ? 10 : 12));

    expect(indices(values)).toEqual([60]);
  });

  it('handles values as large and as small as doubles are', () => {
    const shape = Array.from(noise(8, 60, (index) => (index < 30 ? -20 : 20)));

    expect(indices(shape.map((value) => value * 4e306))).toEqual([30]);
    expect(indices(shape.map((value) => value * 1e-300))).toEqual([30]);
  });

  it('refuses what is not a number, naming the place', () => {
    expect(() => detectChangePoints([1, Infinity])).toThrow(/values\[1\] is Infinity/);
    // @ts-expect-error -- what a caller without types may pass
    expect(() => detectChangePoints([1, 'two'])).toThrow(/values\[1\] is the text "two"/);
    expect(() => detectChangePoints([1], { alpha: 0 })).toThrow(/alpha is 0/);
  });

  it('is not alarmed by rare events among equal values more often than it says', () => {
    const random = createRandom(12);
    let alarms = 0;
    for (let repetition = 0; repetition < 300; repetition++) {
      const values = Array.from({ length: 200 }, () => (random.uniform() < 0.03 ? 1 : 0));
      if (indices(values).length > 0) alarms++;
    }

    expect(alarms / 300).toBeLessThanOrEqual(0.05);
  });

  it('finds where errors became frequent', () => {
    const random = createRandom(13);
    const values = Array.from({ length: 300 }, (_, index) =>
      random.uniform() < (index < 200 ? 0.05 : 0.6) ? 1 : 0,
    );

    expect(indices(values)).toHaveLength(1);
    expect(Math.abs(indices(values)[0]! - 200)).toBeLessThanOrEqual(5);
  });

  it('does not depend on unit and origin', () => {
    fc.assert(
      fc.property(HISTORY, fc.integer({ min: -20, max: 20 }), (values, power) => {
        expect(indices(values.map((value) => value * 2 ** power))).toEqual(indices(values));
        // Rounded to a grid first, so that adding the origin loses nothing.
        const rounded = values.map((value) => Math.round(value * 1024) / 1024);
        expect(indices(rounded.map((value) => value + 4096))).toEqual(indices(rounded));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('finds the mirrored changes in the mirrored and in the negated series', () => {
    const values = noise(9, 100, (index) => (index < 40 ? 0 : index < 70 ? 3 : -2));
    const n = values.length;

    expect(
      indices(values.toReversed())
        .map((at) => n - at)
        .reverse(),
    ).toEqual(indices(values));
    expect(indices(values.map((value) => -value))).toEqual(indices(values));
  });

  it('keeps the evidence when every value stands twice', () => {
    const values = noise(10, 60, (index) => (index < 30 ? 0 : 5));
    const doubled = Array.from(values).flatMap((value) => [value, value]);

    expect(indices(doubled)).toEqual(indices(values).map((at) => 2 * at));
  });
});

describe('createChangePointStream', () => {
  it('agrees with the whole history after every value', () => {
    fc.assert(
      fc.property(HISTORY, (values) => {
        const stream = createChangePointStream();
        values.forEach((value, index) => {
          const appended = stream.append(value);
          if (index % 7 === 0 || index > values.length - 8) {
            expect(appended).toEqual(detectChangePoints(values.subarray(0, index + 1)));
          }
        });
        expect(stream.changePoints()).toEqual(detectChangePoints(values));
      }),
      { numRuns: 25, seed: 2 },
    );
  });

  it('agrees over gaps and in long histories', () => {
    const values = Array.from(
      noise(11, 3000, (index) => 3 * Math.floor(index / 700)),
      (value, index) => (index % 50 === 3 ? null : value),
    );
    const stream = createChangePointStream();

    values.forEach((value, index) => {
      const appended = stream.append(value);
      if (index % 211 === 0) expect(appended).toEqual(detectChangePoints(values.slice(0, index + 1)));
    });

    expect(stream.changePoints()).toHaveLength(4);
  });

  it('refuses what is not a number', () => {
    const stream = createChangePointStream();
    stream.append(1);

    expect(() => stream.append(-Infinity)).toThrow(/values\[1\] is -Infinity/);
  });
});
