import { describe, expect, it } from 'vitest';
import { parseSeriesJson } from './parse-series-json.ts';

describe('parseSeriesJson', () => {
  it('reads numbers and nulls', () => {
    expect(parseSeriesJson(' [1, null, -2.5e3]')).toEqual([1, null, -2500]);
  });

  it.each([
    ['', /empty/],
    ['[1, 2', /not JSON/],
    ['{"values": [1]}', /must be a JSON array of numbers/],
    ['[1, "2"]', /values\[1\] is the text "2"/],
    ['[1, 1e400]', /values\[1\] is Infinity/],
    ['[true]', /values\[0\] is a boolean/],
  ])('refuses %s and says why', (text, reason) => {
    expect(() => parseSeriesJson(text)).toThrow(reason);
  });
});
