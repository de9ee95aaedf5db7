import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { detectDrift } from './detect-drift.ts';
import { forecastCrossing } from './forecast-crossing.ts';

function noise(seed: number, n: number, level: (index: number) => number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, (_, index) => level(index) + random.normal());
}

describe('forecastCrossing', () => {
  it('brackets the time at which a line passes the limit as often as it says', () => {
    const forecasts = Array.from({ length: 200 }, (_, seed) =>
      forecastCrossing({ values: noise(seed, 100, (t) => 0.1 * t), limit: 14 }),
    );
    const claims = forecasts.filter((forecast) => forecast.status === 'crossing');
    const covered = claims.filter(({ interval: [from, to] }) => from <= 140 && (to ?? Infinity) >= 140);

    expect(claims.length).toBeGreaterThan(190);
    expect(covered.length / claims.length).toBeGreaterThan(0.85);
    expect(covered.length / claims.length).toBeLessThan(0.95);
  });

  it.each([
    [Float64Array.from({ length: 50 }, (_, index) => index), 60],
    [Float64Array.from({ length: 60 }, (_, index) => 1e308 * (index / 60)), 1.7e308],
  ])('knows to the point when a line without noise passes the limit', (values, limit) => {
    const forecast = forecastCrossing({ values, limit });

    if (forecast.status !== 'crossing') throw new Error(forecast.status);
    const crossing = limit / values[1]!;
    expect(forecast.at).toBeCloseTo(crossing, 3);
    expect(forecast.interval[0]).toBeLessThanOrEqual(crossing * (1 + 1e-12));
    expect(forecast.interval[1]).toBeGreaterThanOrEqual(crossing * (1 - 1e-12));
  });

  it('answers the same however far ahead it looks', () => {
    const values = noise(21, 100, (t) => 0.1 * t);
    const [near, ...far] = [1_000, 1e6, 1e100, 1e300].map((horizon) =>
      forecastCrossing({ values, limit: 14, horizon }),
    );

    if (near?.status !== 'crossing') throw new Error(near?.status);
    for (const forecast of far) {
      if (forecast.status !== 'crossing') throw new Error(forecast.status);
      expect(forecast.at).toBeCloseTo(near.at, 3);
      expect(forecast.interval[1]).toBeCloseTo(near.interval[1] ?? 0, 3);
      expect(forecast.probability).toBeGreaterThanOrEqual(near.probability);
      expect(forecast.probability).toBeLessThanOrEqual(1);
    }
  });

  it.each([
    [{ horizon: 0 }, /horizon is 0; it must be a finite number above 0/],
    [{ horizon: Number.NaN }, /horizon is NaN/],
    [
      { times: [0, 1, Number.POSITIVE_INFINITY] },
      /times\[2\] is Infinity; every time must be a finite number/,
    ],
  ])('refuses %j with a reason', (wrong, reason) => {
    expect(() => forecastCrossing({ values: [1, 2, 3], limit: 5, ...wrong })).toThrow(reason);
  });

  it('holds a limit to be passed only with the confidence of one end of the interval', () => {
    // At the end of the line the limit is 2 standard deviations of one value away, .4 of the level's.
    const values = noise(21, 100, (t) => 0.1 * t);
    const near = forecastCrossing({ values, limit: 9.8 });
    const far = forecastCrossing({ values, limit: 8 });

    if (near.status !== 'crossing') throw new Error(near.status);
    expect(near.interval[0]).toBe(99);
    expect(near.interval[1]).toBeGreaterThan(99);
    expect(far.status).toBe('crossed');
  });

  it('says before when there is no crossing, if one beyond the horizon is all that is likely', () => {
    const forecast = forecastCrossing({ values: noise(1, 100, (t) => 0.1 * t), limit: 30 });

    if (forecast.status !== 'not-within-horizon') throw new Error(forecast.status);
    expect(forecast.notBefore).toBeGreaterThan(99);
    expect(forecast.notBefore ?? 0).toBeLessThan(300);
    expect(forecastCrossing({ values: noise(1, 100, (t) => 0.1 * t), limit: 1000 })).toMatchObject({
      status: 'not-within-horizon',
      notBefore: null,
    });
  });

  it('reads a long series in blocks and comes to the same answer', () => {
    const values = noise(3, 20_000, (t) => t / 4000);
    const coarse = Float64Array.from({ length: 2000 }, (_, block) =>
      values.subarray(10 * block, 10 * block + 10).reduce((sum, value) => sum + value / 10, 0),
    );
    const long = forecastCrossing({ values, limit: 6 });
    const short = forecastCrossing({ values: coarse, limit: 6 });

    if (long.status !== 'crossing' || short.status !== 'crossing') throw new Error('no crossing');
    expect(long.at / 10).toBeCloseTo(short.at, -1);
    expect(long.interval[0] / 10).toBeCloseTo(short.interval[0], -1);
  });

  it('answers in the unit of the times and looks as far as asked', () => {
    const values = noise(2, 100, (t) => 0.1 * t);
    const times = Float64Array.from(values, (_, index) => 1_000_000 + 60 * index);

    const near = forecastCrossing({ values, times, limit: 14, horizon: 600 });
    const far = forecastCrossing({ values, times, limit: 14 });
    const counted = forecastCrossing({ values, limit: 14 });

    expect(near.status).toBe('not-within-horizon');
    if (far.status !== 'crossing' || counted.status !== 'crossing') throw new Error('no crossing');
    expect(far.at).toBeCloseTo(1_000_000 + 60 * counted.at, 3);
    expect(far.interval[0]).toBeCloseTo(1_000_000 + 60 * counted.interval[0], 3);
  });

  it('leaves the later end open beyond the horizon', () => {
    const values = noise(6, 100, (t) => 0.1 * t);
    const open = forecastCrossing({ values, limit: 14, horizon: 60 });
    const closed = forecastCrossing({ values, limit: 14, horizon: 4000 });

    if (open.status !== 'crossing' || closed.status !== 'crossing') throw new Error('no crossing');
    expect(open.interval[1]).toBeNull();
    expect(closed.interval[1]).toBeGreaterThan(160);
    expect(open.interval[0]).toBeCloseTo(closed.interval[0], 1);
  });

  it('starts anew after a step', () => {
    const forecast = forecastCrossing({
      values: noise(3, 100, (t) => 0.02 * t + (t < 60 ? 0 : 20)),
      limit: 40,
    });

    expect(forecast.status).not.toBe('crossing');
  });

  it('says when the limit is passed already and when there is no trend', () => {
    expect(forecastCrossing({ values: noise(4, 50, () => 10), limit: 5 }).status).toBe('crossed');
    expect(forecastCrossing({ values: noise(5, 50, () => 0), limit: 50 }).status).toBe('no-trend');
    expect(forecastCrossing({ values: new Array<number>(50).fill(1), limit: 2 }).status).toBe('no-trend');
    expect(forecastCrossing({ values: [], limit: 2 }).status).toBe('no-trend');
    expect(forecastCrossing({ values: noise(6, 100, (t) => -t), limit: 50 }).status).toBe('no-trend');
  });

  it('forecasts a fall below as it does a rise above', () => {
    const values = noise(7, 100, (t) => 0.1 * t);
    const rise = forecastCrossing({ values, limit: 14 });
    const fall = forecastCrossing({ values: values.map((value) => -value), limit: -14, direction: 'below' });

    expect(fall).toEqual({ ...rise, level: -rise.level });
  });

  it('does not depend on the unit of the values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -900, max: 900 }), (seed, power) => {
        const values = noise(seed, 60, (t) => 0.1 * t);
        const one = forecastCrossing({ values, limit: 8 });
        const other = forecastCrossing({ values: values.map((v) => v * 2 ** power), limit: 8 * 2 ** power });
        expect(other.status).toBe(one.status);
        if (one.status === 'crossing' && other.status === 'crossing') expect(other.at).toBeCloseTo(one.at, 6);
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it('gives finite answers for the largest, the smallest and far limits', () => {
    const rise = noise(8, 60, (t) => 0.1 * t);
    const ends = (values: Float64Array, limit: number): unknown => forecastCrossing({ values, limit });

    expect(ends(rise, 1e308)).toMatchObject({
      status: 'not-within-horizon',
      notBefore: null,
      probability: 0,
    });
    expect(ends(rise, -1e308)).toMatchObject({ status: 'crossed' });
    expect(
      ends(
        rise.map((value) => value * 1e307),
        1e308,
      ),
    ).toMatchObject({ status: 'crossing' });
    expect(
      ends(
        rise.map((value) => value * 5e-320),
        1,
      ),
    ).toMatchObject({ probability: 0 });
    expect(
      ends(
        rise.map((value) => 1e12 + value),
        1e12 + 8,
      ),
    ).toMatchObject({ status: 'crossing' });
    expect(ends(new Float64Array(60).fill(7), 8)).toEqual({ status: 'no-trend', level: 7, pValue: 1 });
  });

  it('refuses a limit, a confidence or times that make no sense', () => {
    expect(() => forecastCrossing({ values: [1], limit: Number.NaN })).toThrow(/limit is NaN/);
    expect(() => forecastCrossing({ values: [1], limit: 1, confidence: 1 })).toThrow(/confidence is 1/);
    expect(() => forecastCrossing({ values: [1, 2], times: [1], limit: 1 })).toThrow(/1 times for 2 values/);
    expect(() => forecastCrossing({ values: [1, 2], times: [2, 1], limit: 1 })).toThrow(
      /not after the time before/,
    );
  });
});

describe('detectDrift', () => {
  it('finds a drift of a fiftieth of the noise a value and its size', () => {
    const drift = detectDrift(noise(8, 300, (t) => (t < 100 ? 0 : (t - 100) / 50)));

    expect(drift?.direction).toBe('up');
    expect(drift?.to).toBe(299);
    expect(drift!.slope).toBeGreaterThan(0.01);
    expect(drift!.slope).toBeLessThan(0.03);
  });

  it('leaves a step to the change points, and finds nothing in flat, constant or few values', () => {
    expect(detectDrift(noise(9, 200, (t) => (t < 120 ? 0 : 6)))).toBeNull();
    expect(detectDrift(noise(10, 200, () => 0))).toBeNull();
    expect(detectDrift(new Array<number>(100).fill(2))).toBeNull();
    expect(detectDrift([1, 2, 3])).toBeNull();
  });

  it('turns round with the sign', () => {
    const values = noise(11, 150, (t) => t / 30);
    const up = detectDrift(values);
    const down = detectDrift(values.map((value) => -value));

    expect(up?.direction).toBe('up');
    expect(down?.direction).toBe('down');
    expect(down!.pValue).toBeCloseTo(up!.pValue, 12);
  });
});
