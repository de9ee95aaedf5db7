import { describe, expect, it } from 'vitest';
import { PENALTIES } from '../../shared/statistics/change-points/course-segmentation.ts';
import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { haveLabelled, loadTcpdScorer, readTcpd, TCPD } from '../../bench/statistics/history-data.ts';
import { scoreSeries, scoreTcpd } from '../../bench/statistics/history-score.ts';
import { history, HISTORY_NOISES } from '../../bench/statistics/history-simulation.ts';

/** Labelled series are not part of the project; they are looked for beside the repository. */
describe.skipIf(!haveLabelled())(
  `labelled change points (${TCPD}; skipped when the folder is missing)`,
  () => {
    it('reaches F1 .82 and Covering .75 by the command and the scorer of the judge', async () => {
      const { f1, cover, series } = await scoreTcpd();

      expect(series).toBe(13);
      expect(f1).toBeGreaterThanOrEqual(0.82);
      expect(cover).toBeGreaterThanOrEqual(0.75);
    });

    it('stays above .70 and .69 when each tuned constant is off by a third', async () => {
      const scorer = await loadTcpdScorer();
      const series = readTcpd().filter(({ published }) => published);

      for (const change of [PENALTIES.change * 0.67, PENALTIES.change * 1.33]) {
        const scores = series.map((each) => scoreSeries(scorer, each, { ...PENALTIES, change }));
        expect(scores.reduce((sum, [f1]) => sum + f1, 0) / series.length).toBeGreaterThan(0.7);
        expect(scores.reduce((sum, [, cover]) => sum + cover, 0) / series.length).toBeGreaterThan(0.69);
      }
    });
  },
);

describe('change points of simulated histories', () => {
  // Three standard errors above the bar of .05: the bench has the figures, this holds the floor.
  it.each(HISTORY_NOISES)('raises an alarm in at most one of twenty unchanged histories: %s', (noise) => {
    const random = createRandom(7);
    for (const [n, repetitions, most] of [
      [100, 2000, 0.065],
      [500, 600, 0.077],
      [5000, 100, 0.115],
    ] as const) {
      let alarms = 0;
      for (let repetition = 0; repetition < repetitions; repetition++) {
        if (detectChangePoints(history(noise, n, random)).length > 0) alarms++;
      }
      expect(alarms / repetitions, `${n} points`).toBeLessThanOrEqual(most);
    }
  });

  it('finds the steps of the figure in four of five histories', () => {
    const random = createRandom(8);
    for (const [size, after] of [
      [1.85, 5],
      [1.35, 12],
      [1.1, 30],
    ] as const) {
      let hits = 0;
      for (let repetition = 0; repetition < 1500; repetition++) {
        const values = history('normal', 100, random, (index) => (index < 100 - after ? 0 : size));
        if (detectChangePoints(values).some(({ index }) => Math.abs(index - (100 - after)) <= 5)) hits++;
      }
      // Three standard errors below .80.
      expect(hits / 1500, `${after} after`).toBeGreaterThan(0.769);
    }
  });
});
