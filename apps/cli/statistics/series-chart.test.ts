import { describe, expect, it } from 'vitest';
import { seriesChart } from './series-chart.ts';

const CALM = Array.from({ length: 400 }, (_, index) => 100 + (index % 2));
const SPIKED = CALM.map((value, index) => (index === 350 ? 400 : value));

describe('seriesChart', () => {
  it('shows medians of the values that share a column', () => {
    expect(seriesChart(SPIKED, [])).toMatch(/^ +101 /);
  });

  it('shows what is marked where that is asked for, above its mark', () => {
    const lines = seriesChart(SPIKED, [350], 'marked values').split('\n');

    expect(lines[0]).toMatch(/^ +400 +█$/);
    expect(lines.at(-1)?.indexOf('^')).toBe(lines[0]?.indexOf('█'));
  });

  it('shows of two marked values in a column the stranger one, and no gap', () => {
    const values = SPIKED.map((value, index) => (index === 351 ? -1e308 : index === 352 ? null : value));

    expect(seriesChart(values, [350, 351, 352], 'marked values')).toMatch(/^ +−1e\+308 /m);
  });
});
