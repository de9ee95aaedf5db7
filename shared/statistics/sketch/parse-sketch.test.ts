import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeSketch, parseSketch } from './parse-sketch.ts';
import { sketchOf } from './quantile-sketch.ts';

const good = {
  relativeError: 0.01,
  count: 3,
  min: 1,
  max: 4,
  zeros: 0,
  positive: [
    [0, 2],
    [70, 1],
  ],
  negative: [],
};

describe('parseSketch', () => {
  it('reads back every sketch from its JSON', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 100 });
    fc.assert(
      fc.property(values, (sample) => {
        const sketch = sketchOf(sample);
        const value: unknown = JSON.parse(JSON.stringify(sketch));
        expect(looksLikeSketch(value)).toBe(true);
        // JSON knows no negative zero.
        expect(JSON.parse(JSON.stringify(parseSketch(value, 'it')))).toEqual(value);
      }),
    );
  });

  it('takes what is left out as empty', () => {
    expect(parseSketch({ relativeError: 0.01, count: 2, min: 0, max: 0, zeros: 2 }, 'it')).toMatchObject({
      positive: [],
      negative: [],
    });
  });

  it.each([
    [{ relativeError: 1 }, /"relativeError" must lie between 0 and 1/],
    [{ count: 4 }, /"count" is 4, but zeros and buckets hold 3/],
    [{ count: -1 }, /"count" must be a whole number/],
    [{ zeros: 0.5 }, /"zeros" must be a whole number/],
    [{ min: null }, /"min" and "max" must be/],
    [{ min: 5 }, /"min" and "max" must be/],
    [{ positive: 'many' }, /"positive" must be an array/],
    [
      {
        positive: [
          [0, 2],
          [0, 1],
        ],
      },
      /"positive"\[1\]: buckets must ascend/,
    ],
    [{ positive: [[0, 3, 1]] }, /"positive"\[0\] must be \[bucket, count\]/],
    [{ negative: [[0.5, 1]] }, /"negative"\[0\] must be \[bucket, count\]/],
  ])('refuses %j with a reason', (wrong, reason) => {
    expect(() => parseSketch({ ...good, ...wrong }, 'runs[2]')).toThrow(reason);
    expect(() => parseSketch({ ...good, ...wrong }, 'runs[2]')).toThrow(
      /^runs\[2\] is no sound quantile sketch/,
    );
  });

  it('refuses what is no object', () => {
    expect(() => parseSketch([good], 'it')).toThrow(/must be an object/);
  });
});
