import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { excursions } from './excursions.ts';
import { predictionErrors } from './prediction-errors.ts';

/** The definition, without any saving of work. */
function plainErrors(values: readonly number[]): number[] {
  return values.map((value, index) => {
    let least = Infinity;
    let error = 0;
    for (let lag = 12; lag <= 1000 && index - lag >= 12; lag++) {
      let sum = 0;
      for (let back = 1; back <= 12; back++)
        sum += (values[index - back]! - values[index - back - lag]!) ** 2;
      if (sum >= least) continue;
      least = sum;
      error = value - values[index - lag]!;
    }
    return error;
  });
}

describe('predictionErrors', () => {
  it('is the difference to what followed the most similar of the earlier courses', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 90 }), (values) => {
        expect(Array.from(predictionErrors(Float64Array.from(values)))).toEqual(plainErrors(values));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('predicts a rhythm of any period once it was seen twice', () => {
    const values = Float64Array.from({ length: 400 }, (_, t) => (t % 37 === 5 ? 10 : (t % 37) / 37));
    const errors = predictionErrors(values);

    expect(errors.subarray(80).every((error) => error === 0)).toBe(true);
  });

  it('forgets an enormous value as soon as it has left the course', () => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 600 }, () => random.normal());
    const spiked = values.slice();
    spiked[300] = 1e15;
    const plain = plainErrors(Array.from(spiked));

    expect(Array.from(predictionErrors(spiked))).toEqual(plain);
  });
});

describe('excursions', () => {
  it('calls usual what comes once a day, however few points it is', () => {
    const random = createRandom(2);
    const values = Float64Array.from(
      { length: 4000 },
      (_, t) => random.normal() + (t % 250 === 100 ? 30 : 0),
    );
    const unusual = excursions(values, 300);

    expect(Math.max(...unusual.subarray(2000))).toBeLessThan(2);
  });

  it('is silent for the first values and where nothing ever moved', () => {
    expect(Math.max(...excursions(new Float64Array(500).fill(3), 50))).toBe(0);
    expect(
      Math.max(
        ...excursions(
          Float64Array.from({ length: 200 }, (_, t) => t),
          200,
        ),
      ),
    ).toBe(0);
  });
});
