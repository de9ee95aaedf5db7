import { type CompareInput, type RunSample } from '../../shared/statistics/compare/comparison.ts';
import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import { quantileOfSorted, withinRunVariance } from '../../shared/statistics/compare/within-run-variance.ts';
import {
  autoregressive,
  benchOptions,
  draw,
  type Figure,
  type Noise,
  NOISES,
  printFigures,
  share,
} from './compare-simulation.ts';

/** Issue 3, figure 4: how often the reported interval (confidence .95) holds the true effect; bar .95. */
const options = benchOptions();
const repetitions = options.full ? 50_000 : 10_000;
const { random } = options;
const figures: Figure[] = [];
const bar = { atLeast: 0.95 };

function covered(times: number, truth: number, sample: () => CompareInput): number {
  let hits = 0;
  for (let repetition = 0; repetition < times; repetition++) {
    const { interval } = compareRuns(sample());
    if (interval.low <= truth && truth <= interval.high) hits++;
  }
  return hits;
}

function runs(count: number, value: () => number): RunSample[] {
  return Array.from({ length: count }, () => ({ value: value() }));
}

const additive = { direction: 'lower-is-better', scale: 'additive', margin: 0 } as const;
for (const noise of NOISES) {
  for (const [before, after, past] of [
    [5, 5, 0],
    [5, 5, 30],
    [20, 20, 0],
    [60, 60, 0],
  ] as const) {
    const sample = (): CompareInput => ({
      ...additive,
      baseline: runs(before, () => draw(noise, random)),
      candidate: runs(after, () => 1 + draw(noise, random)),
      history: past === 0 ? [] : [runs(past, () => draw(noise, random))],
    });
    const name = `additive, ${noise}, ${before}+${after}${past === 0 ? '' : ` with ${past} earlier`}, shift 1 sd`;
    figures.push(share(name, covered(repetitions, 1, sample), repetitions, bar));
  }
}
for (const noise of NOISES) {
  const value = (level: number) => () => level * Math.exp(0.15 * draw(noise, random));
  const sample = (): CompareInput => ({
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    margin: 0.05,
    baseline: runs(5, value(100)),
    candidate: runs(5, value(130)),
  });
  figures.push(
    share(
      `ratio scale, ${noise}, 15 % between runs, 5+5, true +30 %`,
      covered(repetitions, 0.3, sample),
      repetitions,
      bar,
    ),
  );
}

/** p95 of a run of 300 autocorrelated latencies, with noise between runs on top. */
function latencyRun(level: number, rho: number, between: number): RunSample {
  const shift = between * random.normal();
  const latencies = autoregressive(300, rho, random).map((z) => level * Math.exp(0.5 * z + shift));
  return {
    value: quantileOfSorted(Float64Array.from(latencies).sort(), 0.95),
    withinVariance: withinRunVariance(latencies, 0.95),
  };
}
const series = options.full ? 5_000 : 1_000;
for (const rho of [0.5, 0.9]) {
  for (const between of [0, 0.1]) {
    const sample = (): CompareInput => ({
      direction: 'lower-is-better',
      scale: 'ratio-scale',
      margin: 0.05,
      baseline: Array.from({ length: 5 }, () => latencyRun(100, rho, between)),
      candidate: Array.from({ length: 5 }, () => latencyRun(120, rho, between)),
    });
    const name = `p95 of 300 AR(${rho}) latencies, ${between * 100} % between runs, 5+5, true +20 %`;
    figures.push(share(name, covered(series, 0.2, sample), series, bar));
  }
}
/** Runs that depend on their neighbours, taken in turn (A B A B …), as the pipeline does. */
for (const rho of [0.5, 0.8]) {
  const sample = (): CompareInput => {
    const noise = autoregressive(10, rho, random);
    return {
      ...additive,
      baseline: noise.filter((_, index) => index % 2 === 0).map((value) => ({ value })),
      candidate: noise.filter((_, index) => index % 2 === 1).map((value) => ({ value: value + 1 })),
    };
  };
  figures.push(
    share(`runs in turn, AR(${rho}) from run to run, 5+5`, covered(repetitions, 1, sample), repetitions, bar),
  );
}
/** The same runs one side after the other: what taking turns saves one from. */
const apart = (): CompareInput => {
  const noise = autoregressive(10, 0.5, random);
  return {
    ...additive,
    baseline: noise.slice(0, 5).map((value) => ({ value })),
    candidate: noise.slice(5).map((value) => ({ value: value + 1 })),
  };
};
figures.push(
  share('for contrast: runs not in turn, AR(.5), 5+5', covered(repetitions, 1, apart), repetitions, null),
);
for (const [share0, share1] of [
  [0.001, 0.002],
  [0.01, 0.02],
  [0.2, 0.25],
] as const) {
  const events = (p: number): number => {
    let count = 0;
    for (let trial = 0; trial < 500; trial++) if (random.uniform() < p) count++;
    return count;
  };
  const side = (p: number): RunSample[] =>
    Array.from({ length: 5 }, () => ({ value: 0, count: 500, events: events(p) }));
  const sample = (): CompareInput => ({
    direction: 'lower-is-better',
    scale: 'proportion',
    margin: 0.001,
    baseline: side(share0),
    candidate: side(share1),
  });
  const times = series;
  figures.push(
    share(
      `proportion ${share0} against ${share1}, 5+5 runs of 500`,
      covered(times, share1 - share0, sample),
      times,
      bar,
    ),
  );
}
const unequal = (sd: number, noise: Noise): CompareInput => ({
  ...additive,
  baseline: runs(5, () => draw(noise, random)),
  candidate: runs(5, () => 1 + sd * draw(noise, random)),
  history: [runs(30, () => draw(noise, random))],
});
figures.push(
  share(
    'normal 5+5 with 30 earlier, candidate twice as noisy',
    covered(repetitions, 1, () => unequal(2, 'normal')),
    repetitions,
    bar,
  ),
);
printFigures('Coverage of the interval of compareRuns (nominal .95)', figures, options);
