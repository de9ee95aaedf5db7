import { describe, expect, it } from 'vitest';
import { haveLabelled, NAB } from '../../bench/statistics/history-data.ts';
import { scoreNab } from '../../bench/statistics/history-score.ts';
import { ANOMALY_THRESHOLD } from '../../shared/statistics/anomalies/anomaly-scores.ts';

/** Labelled series are not part of the project; they are looked for beside the repository. */
describe.skipIf(!haveLabelled())(`labelled anomalies (${NAB}; skipped when the folder is missing)`, () => {
  it('is causal and reaches 76 with a window F1 of .70 by the scorer of the judge', async () => {
    const { errors, standard } = await scoreNab();

    expect(errors).toBe(0);
    expect(standard.score).toBeGreaterThanOrEqual(76);
    expect(standard.window_f1).toBeGreaterThanOrEqual(0.7);
  });

  it("keeps to 75 and .66 at the product's own threshold", async () => {
    const { standard } = await scoreNab(ANOMALY_THRESHOLD);

    expect(standard.score).toBeGreaterThanOrEqual(75);
    expect(standard.window_f1).toBeGreaterThanOrEqual(0.66);
  });
});
