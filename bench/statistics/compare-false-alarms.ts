import { type RunSample } from '../../shared/statistics/compare/comparison.ts';
import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import { benchOptions, draw, type Figure, NOISES, printFigures, share } from './compare-simulation.ts';

/** Issue 3, figure 4: how often a comparison of unchanged runs says regression or improvement (bar .005). */
const SIZES = [
  [2, 2],
  [4, 4],
  [5, 5],
  [6, 6],
  [4, 6],
  [20, 20],
  [60, 60],
] as const;

const options = benchOptions();
const repetitions = options.full ? 200_000 : 30_000;
const { random } = options;
const figures: Figure[] = [];
for (const noise of NOISES) {
  for (const [before, after] of SIZES) {
    const runs = (count: number): RunSample[] =>
      Array.from({ length: count }, () => ({ value: draw(noise, random) }));
    let alarms = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { answer } = compareRuns({
        baseline: runs(before),
        candidate: runs(after),
        direction: 'lower-is-better',
        scale: 'additive',
        margin: 0,
      });
      if (answer === 'regression' || answer === 'improvement') alarms++;
    }
    // A machine in one of two states at random: with few runs all of one side can fall into one state and all of the
    // other into the other, 2 / 2^(2n) of the time; no test that finds such a difference at all can tell.
    const outOfReach = noise === 'bimodal' && before < 20;
    const name = `A/A additive ${noise} ${before}+${after}${outOfReach ? ' (limit: see docs)' : ''}`;
    figures.push(share(name, alarms, repetitions, outOfReach ? null : { atMost: 0.005 }));
  }
}
for (const spread of [0.02, 0.1, 0.4]) {
  const runs = (count: number): RunSample[] =>
    Array.from({ length: count }, () => ({ value: 100 * Math.exp(spread * random.normal()) }));
  let alarms = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const { answer } = compareRuns({
      baseline: runs(5),
      candidate: runs(5),
      direction: 'lower-is-better',
      scale: 'ratio-scale',
      margin: 0.05,
    });
    if (answer === 'regression' || answer === 'improvement') alarms++;
  }
  figures.push(
    share(`A/A ratio scale, ${spread * 100} % between runs, 5+5, margin 5 %`, alarms, repetitions, {
      atMost: 0.005,
    }),
  );
}
/** What a pipeline compares with: earlier commits of one run or three, each its own group. */
for (const spread of [0.03, 0.1, 0.2]) {
  for (const [commits, each] of [
    [10, 1],
    [20, 1],
    [10, 3],
  ] as const) {
    const runs = (count: number): RunSample[] =>
      Array.from({ length: count }, () => ({ value: 100 * Math.exp(spread * random.normal()) }));
    let alarms = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { answer } = compareRuns({
        baseline: runs(5),
        candidate: runs(5),
        history: Array.from({ length: commits }, () => runs(each)),
        direction: 'lower-is-better',
        scale: 'ratio-scale',
        margin: 0.05,
      });
      if (answer === 'regression' || answer === 'improvement') alarms++;
    }
    const name = `A/A ${spread * 100} % between runs, 5+5, history of ${commits} x ${each}, margin 5 %`;
    figures.push(share(name, alarms, repetitions, { atMost: 0.005 }));
  }
}
/** Shares and counts, plain and in bursts: the rate of a run is drawn anew with the given spread (log scale). */
const rareTimes = Math.floor(repetitions / 3);
for (const scale of ['proportion', 'count'] as const) {
  for (const [rate, bursts] of [
    [0.001, 0],
    [0.02, 0],
    [0.02, 0.5],
    [0.02, 1],
  ] as const) {
    const run = (): RunSample => {
      const ofRun = Math.min(0.9, rate * Math.exp(bursts * random.normal() - bursts ** 2 / 2));
      let events = 0;
      for (let trial = 0; trial < 500; trial++) if (random.uniform() < ofRun) events++;
      return { value: events, events, count: 500 };
    };
    let alarms = 0;
    for (let repetition = 0; repetition < rareTimes; repetition++) {
      const { answer } = compareRuns({
        baseline: Array.from({ length: 5 }, run),
        candidate: Array.from({ length: 5 }, run),
        direction: 'lower-is-better',
        scale,
        margin: 0,
      });
      if (answer === 'regression' || answer === 'improvement') alarms++;
    }
    const name = `A/A ${scale} ${rate}, bursts ${bursts}, 5+5 runs of 500`;
    figures.push(share(name, alarms, rareTimes, { atMost: 0.005 }));
  }
}
printFigures('False alarms of compareRuns at its default alpha', figures, options);
