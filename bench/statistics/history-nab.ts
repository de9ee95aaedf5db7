import { ANOMALY_THRESHOLD } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { transferNab } from './history-nab-transfer.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';
import { haveLabelled } from './history-data.ts';
import { scoreNab } from './history-score.ts';

/**
 * Issue 3, figure 8: NAB standard profile on the labelled half (bar 72) and window F1 at the same threshold (bar .66);
 * causality is checked by the judge. Then the same at the threshold that the product uses, which must carry over.
 */
if (!haveLabelled()) {
  console.error('The labelled series are not beside the repository; nothing to score.');
  process.exitCode = 2;
} else {
  const best = await scoreNab();
  const fixed = await scoreNab(ANOMALY_THRESHOLD);
  const transfer = await transferNab(60);
  const figure = (name: string, value: number, bar: Figure['bar']): Figure => ({
    figure: name,
    value,
    // Of a share of the windows found, the part of the score that chance moves most.
    standardError: (name.includes('score') ? 100 : 1) * Math.sqrt((0.8 * 0.2) / best.windows),
    bar,
    repetitions: best.windows,
  });
  printFigures(
    `Anomalies, NAB developers' half (windows; files that failed or were not causal: ${best.errors})`,
    [
      figure(
        `standard score at its best threshold ${best.standard.threshold.toFixed(4)}`,
        best.standard.score,
        { atLeast: 72 },
      ),
      figure('window F1 there', best.standard.window_f1, { atLeast: 0.66 }),
      figure(`standard score at the product's threshold ${ANOMALY_THRESHOLD}`, fixed.standard.score, {
        atLeast: 72,
      }),
      figure('window F1 there', fixed.standard.window_f1, { atLeast: 0.66 }),
      ...Object.entries(transfer).flatMap(([left, { score, windowF1 }]) => [
        figure(`standard score, threshold chosen without the ${left}`, score, null),
        figure('window F1 there', windowF1, null),
      ]),
    ],
    benchOptions(),
  );
}
