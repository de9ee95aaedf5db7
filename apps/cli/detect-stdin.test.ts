import { describe, expect, it } from 'vitest';
import { anomalyScoresJson } from './anomalies-stdin.ts';
import { changePointIndices } from './detect-stdin.ts';

describe('detectors on standard input', () => {
  it('answers a JSON array of indices for a JSON array of numbers and gaps', () => {
    const values = [...new Array<number>(20).fill(1), null, ...new Array<number>(20).fill(2)];

    expect(changePointIndices(JSON.stringify(values))).toBe('[21]');
    expect(changePointIndices('[]')).toBe('[]');
  });

  it('answers one score in [0, 1] for each value', () => {
    const values = Array.from({ length: 200 }, (_, index) => (index === 150 ? 90 : index % 7));
    const timestamps = values.map((_, index) => index * 60_000);

    const scores: unknown = JSON.parse(
      anomalyScoresJson(JSON.stringify({ timestamps, values, probation: 60 })),
    );

    expect(scores).toHaveLength(200);
    expect(Array.isArray(scores) && scores.indexOf(Math.max(...scores.map(Number)))).toBe(150);
  });

  it('says what is wrong with bad input', () => {
    expect(() => changePointIndices('no')).toThrow(/not JSON/);
    expect(() => anomalyScoresJson('{}')).toThrow(/timestamps/);
  });
});
