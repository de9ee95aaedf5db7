import { type RunSample } from '../../shared/statistics/compare/comparison.ts';
import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import { benchOptions, draw, type Figure, NOISES, printFigures, share } from './compare-simulation.ts';

/** Issue 3, figure 4: power at the default alpha (normal 20+20 at 1.25 sd and 60+60 at .70 sd; history 5+5+30 at 2 sd). */
const options = benchOptions();
const repetitions = options.full ? 100_000 : 10_000;
const { random } = options;
const figures: Figure[] = [];

type Noise = (typeof NOISES)[number];

function found(noise: Noise, before: number, after: number, shift: number, past: number, drift = 0): number {
  let hits = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const runs = (count: number, level: number): RunSample[] =>
      Array.from({ length: count }, () => ({ value: level + draw(noise, random) }));
    const history = past === 0 ? [] : [runs(past, 0)];
    const { answer } = compareRuns({
      baseline: runs(before, drift),
      candidate: runs(after, drift + shift),
      history,
      direction: 'lower-is-better',
      scale: 'additive',
      margin: 0,
    });
    if (shift === 0 ? answer === 'regression' || answer === 'improvement' : answer === 'regression') hits++;
  }
  return hits;
}

for (const noise of NOISES) {
  const bar = noise === 'normal' ? { atLeast: 0.8 } : null;
  figures.push(share(`${noise} 20+20, 1.25 sd`, found(noise, 20, 20, 1.25, 0), repetitions, bar));
  figures.push(share(`${noise} 60+60, .70 sd`, found(noise, 60, 60, 0.7, 0), repetitions, bar));
  figures.push(share(`${noise} 5+5 with 30 earlier runs, 2 sd`, found(noise, 5, 5, 2, 30), repetitions, bar));
  const alarms = found(noise, 5, 5, 0, 30);
  figures.push(share(`${noise} 5+5 with 30 earlier runs, A/A`, alarms, repetitions, { atMost: 0.01 }));
}
for (const drift of [0.5, 1, 1.5, 2, 4]) {
  const alarms = found('normal', 5, 5, 0, 30, drift);
  figures.push(
    share(`normal 5+5, A/A after a drift of ${drift} sd since the 30 runs`, alarms, repetitions, null),
  );
}
for (const shift of [2, 3, 4]) {
  figures.push(
    share(`normal 5+5 without history, ${shift} sd`, found('normal', 5, 5, shift, 0), repetitions, null),
  );
}
/** What a pipeline meets: a handful of short runs of a p95 that grew by a factor, 15 % noise between runs. */
for (const [size, factor] of [
  [4, 1.5],
  [4, 2],
  [5, 1.5],
  [5, 2],
  [6, 1.5],
  [6, 3],
] as const) {
  let hits = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const runs = (level: number): RunSample[] =>
      Array.from({ length: size }, () => ({ value: level * Math.exp(0.15 * random.normal()) }));
    const compared = compareRuns({
      baseline: runs(100),
      candidate: runs(100 * factor),
      direction: 'lower-is-better',
      scale: 'ratio-scale',
      margin: 0.05,
    });
    if (compared.answer === 'regression') hits++;
  }
  figures.push(
    share(`p95 times ${factor}, 15 % between runs, ${size}+${size} without history`, hits, repetitions, null),
  );
}
printFigures('Power of compareRuns at its default alpha', figures, options);
