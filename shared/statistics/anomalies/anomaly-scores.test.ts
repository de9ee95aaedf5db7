import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { ANOMALY_THRESHOLD, anomalyScores } from './anomaly-scores.ts';
import { parseAnomalyJson } from './parse-anomaly-json.ts';

const HOUR = 3_600_000;

/** Four weeks of hours with a day's rhythm and a calmer weekend. */
function weeks(seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: 672 }, (_, hour) => {
    const weekend = Math.floor(hour / 24) % 7 >= 5 ? 0.4 : 1;
    return 100 + 40 * weekend * Math.sin((2 * Math.PI * hour) / 24) + 2 * random.normal();
  });
}

const hourly = (n: number): Float64Array => Float64Array.from({ length: n }, (_, index) => index * HOUR);

describe('anomalyScores', () => {
  it('scores a burst above everything else', () => {
    const values = weeks(1);
    for (let hour = 500; hour < 506; hour++) values[hour]! += 150;

    const scores = anomalyScores({ timestamps: hourly(672), values });

    const top = scores.indexOf(Math.max(...scores));
    expect(top).toBeGreaterThanOrEqual(500);
    expect(top).toBeLessThan(510);
    expect(scores[top]).toBeGreaterThan(ANOMALY_THRESHOLD);
  });

  it('scores what is ordinary at another hour, but not at this one, higher than it would without the hour', () => {
    const values = weeks(2);
    const ordinary = anomalyScores({ timestamps: hourly(672), values });
    // Night values in the morning: within the range of the series, outside that of the hour.
    for (let hour = 582; hour < 590; hour++) values[hour] = 62;

    const scores = anomalyScores({ timestamps: hourly(672), values });

    expect(Math.max(...scores.subarray(582, 600))).toBeGreaterThan(
      Math.max(...ordinary.subarray(582, 600)) + 0.1,
    );
  });

  it('is causal: later values change no score', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 120, max: 600 }), (seed, cut) => {
        const values = weeks(seed);
        const whole = anomalyScores({ timestamps: hourly(672), values, probation: 100 });
        const part = anomalyScores({
          timestamps: hourly(cut),
          values: values.subarray(0, cut),
          probation: 100,
        });
        expect(Array.from(part)).toEqual(Array.from(whole.subarray(0, cut)));
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  it('stays within [0, 1] and does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -900, max: 900 }), (seed, power) => {
        const values = weeks(seed);
        const scores = anomalyScores({ timestamps: hourly(672), values });
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        const scaled = anomalyScores({ timestamps: hourly(672), values: values.map((v) => v * 2 ** power) });
        expect(Array.from(scaled)).toEqual(Array.from(scores));
      }),
      { numRuns: 15, seed: 5 },
    );
  });

  it('finds nothing in constant values and gives gaps no score', () => {
    const values = new Array<number | null>(300).fill(7);
    values[200] = null;

    const scores = anomalyScores({ timestamps: hourly(300), values });

    expect(scores).toHaveLength(300);
    expect(Math.max(...scores)).toBe(0);
    expect(anomalyScores({ timestamps: [], values: [] })).toHaveLength(0);
  });

  it('refuses timestamps that are missing or none, and a probation that is no number of values', () => {
    expect(() => anomalyScores({ timestamps: [1], values: [1, 2] })).toThrow(/1 timestamps for 2 values/);
    expect(() => anomalyScores({ timestamps: ['soon'], values: [1] })).toThrow(/timestamps\[0\] is "soon"/);
    expect(() => anomalyScores({ timestamps: [1], values: [1], probation: -1 })).toThrow(/probation is -1/);
  });
});

describe('parseAnomalyJson', () => {
  it('reads timestamps, values and probation', () => {
    const text = '{"timestamps": ["2026-01-01 00:00:00", 5], "values": [1, null], "probation": 1}';

    expect(parseAnomalyJson(text)).toEqual({
      timestamps: ['2026-01-01 00:00:00', 5],
      values: [1, null],
      probation: 1,
    });
  });

  it('takes a probation of null for one that is not given', () => {
    expect(parseAnomalyJson('{"timestamps": [1], "values": [2], "probation": null}')).toEqual({
      timestamps: [1],
      values: [2],
    });
  });

  it.each([
    ['[1]', /must be \{"timestamps"/],
    ['{"timestamps": [true], "values": [1]}', /timestamps\[0\] is true; every time must be/],
    ['{"timestamps": [1], "values": 3}', /"values" must be a JSON array/],
    ['{"timestamps": [1], "values": [1], "probation": "x"}', /"probation" must be/],
  ])('refuses %s and says why', (text, reason) => {
    expect(() => parseAnomalyJson(text)).toThrow(reason);
  });
});
