import { type Penalties, PENALTIES } from '../../shared/statistics/change-points/course-segmentation.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';
import { haveLabelled, loadTcpdScorer, readTcpd } from './history-data.ts';
import { scoreAnnotators, scoreSeries, scoreTcpd } from './history-score.ts';

/**
 * Issue 3, figure 1: F1 and Covering on the labelled half of TCPD at margin 5 (bars .82 and .75), and leave-one-out:
 * the two tuned constants are chosen anew on all series but one, the one is scored, over all of them (within .03).
 * Beside it, how well each annotator agrees with the others.
 */
const CHANGE = [1, 1.25, 1.5, 1.75, 2, 3];
const SLOPE = [0, 0.25, 0.5, 0.75, 1];

if (!haveLabelled()) {
  console.error('The labelled series are not beside the repository; nothing to score.');
  process.exitCode = 2;
} else {
  const options = benchOptions();
  const { series, f1, cover } = await scoreTcpd();
  const scorer = await loadTcpdScorer();
  const all = readTcpd().filter(({ published }) => published);
  const grid: Penalties[] = CHANGE.flatMap((change) => SLOPE.map((slope) => ({ change, slope })));
  const table = grid.map((penalties) => all.map((each) => scoreSeries(scorer, each, penalties)));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = (values: readonly number[]): number =>
    Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));
  const left = all.map((_, out) => {
    const sums = table.map((row) => mean(row.filter((_each, index) => index !== out).map(([f, c]) => f + c)));
    return table[sums.indexOf(Math.max(...sums))]![out]!;
  });
  const own = all.map((each) => scoreSeries(scorer, each, PENALTIES));
  const figure = (name: string, values: readonly number[], value: number, bar: Figure['bar']): Figure => ({
    figure: name,
    value,
    standardError: spread(values),
    bar,
    repetitions: series,
  });
  const ownF1 = own.map(([f]) => f);
  const ownCover = own.map(([, c]) => c);
  const people = all.map((each) => scoreAnnotators(scorer, each));
  const leftF1 = left.map(([f]) => f);
  const leftCover = left.map(([, c]) => c);
  printFigures(
    "Change points, TCPD developers' half, margin 5 (error: over series)",
    [
      figure('F1', ownF1, f1, { atLeast: 0.82 }),
      figure('Covering', ownCover, cover, { atLeast: 0.75 }),
      figure('leave-one-out F1', leftF1, mean(leftF1), null),
      figure('leave-one-out Covering', leftCover, mean(leftCover), null),
      figure('F1 lost by leaving out', leftF1, f1 - mean(leftF1), { atMost: 0.03 }),
      figure('Covering lost by leaving out', leftCover, cover - mean(leftCover), { atMost: 0.03 }),
      ...(['F1', 'Covering'] as const).map((name, part) => {
        const shares = people.map((pair) => pair[part]!);
        return figure(`an annotator against the other four: ${name}`, shares, mean(shares), null);
      }),
      ...grid.map((penalties, index) =>
        figure(
          `F1 with change ${penalties.change}, slope ${penalties.slope}`,
          table[index]!.map(([f]) => f),
          mean(table[index]!.map(([f]) => f)),
          null,
        ),
      ),
    ],
    options,
  );
}
