import { startSeriesWatch, watchSample } from '../../shared/statistics/sequential/watch-series.ts';
import type { WatchOptions } from '../../shared/statistics/sequential/watch-change.ts';
import {
  autoregressive,
  benchOptions,
  draw,
  type Figure,
  NOISES,
  printFigures,
  share,
} from './compare-simulation.ts';

/**
 * A live series watched during a deployment (`perf-agent watch`): 100 looks, one a full block, at margin 0, the hardest. Nothing changed:
 * an alarm of either kind at most .05 of the time. A step at the deployment: how often it is found, and after how many samples.
 */
const LOOKS = 100;
const options = benchOptions();
const { random } = options;
const repetitions = options.full ? 20_000 : 3_000;
const watchOptions: WatchOptions = { direction: 'lower-is-better', scale: 'additive', margin: 0 };
const bar = { atMost: 0.05 };
const figures: Figure[] = [];

interface Alarms {
  readonly hits: number;
  readonly medianSamples: number;
  readonly medianBlock: number;
}

/** Alarms of so many watches whose samples after the baseline are `step` standard deviations higher. */
function watches(
  times: number,
  baseline: number,
  step: number,
  noise: (count: number) => readonly number[],
): Alarms {
  const delays: number[] = [];
  const blocks: number[] = [];
  for (let repetition = 0; repetition < times; repetition++) {
    // Blocks have at most an eighth of the baseline.
    const series = noise(baseline + (LOOKS * baseline) / 8);
    let state = startSeriesWatch(series.slice(0, baseline), watchOptions);
    blocks.push(state.blockLength);
    for (let sample = 0; sample < LOOKS * state.blockLength; sample++) {
      state = watchSample(state, (series[baseline + sample] ?? 0) + step, watchOptions);
      if (state.watch.answer !== 'regression' && state.watch.answer !== 'improvement') continue;
      delays.push(state.samples);
      break;
    }
  }
  return { hits: delays.length, medianSamples: median(delays), medianBlock: median(blocks) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

for (const noise of NOISES) {
  const drawn = (count: number) => Array.from({ length: count }, () => draw(noise, random));
  const { hits, medianBlock } = watches(repetitions, 120, 0, drawn);
  figures.push(
    share(`unchanged, ${noise}, 120 samples before, blocks of ${medianBlock}`, hits, repetitions, bar),
  );
}
for (const [rho, baseline] of [
  [0.3, 120],
  [0.5, 60],
  [0.5, 120],
  [0.5, 240],
  [0.8, 480],
] as const) {
  const { hits, medianBlock } = watches(repetitions, baseline, 0, (count) =>
    autoregressive(count, rho, random),
  );
  figures.push(
    share(
      `unchanged, AR(1) ${rho}, ${baseline} samples before, blocks of ${medianBlock}`,
      hits,
      repetitions,
      bar,
    ),
  );
}
const tries = options.full ? 4_000 : 600;
for (const step of [0.5, 1, 2]) {
  const { hits, medianSamples } = watches(tries, 240, step, (count) => autoregressive(count, 0.5, random));
  figures.push(
    share(
      `step of ${step} sd, AR(1) .5, 240 samples before: found; median delay ${medianSamples} samples`,
      hits,
      tries,
      null,
    ),
  );
}

printFigures('watch: false alarms over 100 looks, power and delay', figures, options);
