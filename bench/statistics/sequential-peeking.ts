import {
  reportShares,
  startShareWatch,
  watchShares,
} from '../../shared/statistics/sequential/watch-shares.ts';
import { startWatch, watchRun, type WatchOptions } from '../../shared/statistics/sequential/watch-change.ts';
import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import {
  autoregressive,
  benchOptions,
  draw,
  type Figure,
  NOISES,
  printFigures,
  share,
} from './compare-simulation.ts';

/** Issue 3, figure 6: an unchanged change judged again after every pair of runs, 100 times: total false alarms at most .05. */
const LOOKS = 100;
const options = benchOptions();
const { random } = options;
const repetitions = options.full ? 20_000 : 3_000;
const figures: Figure[] = [];
const bar = { atMost: 0.05 };
const watchOptions: WatchOptions = { direction: 'lower-is-better', scale: 'additive', margin: 0 };

/** Looks until an alarm, or null. */
function alarmAt(pair: (look: number) => readonly [number, number]): number | null {
  let watch = startWatch();
  for (let look = 1; look <= LOOKS; look++) {
    const [before, after] = pair(look);
    watch = watchRun(watch, { side: 'baseline', value: before }, watchOptions);
    watch = watchRun(watch, { side: 'candidate', value: after }, watchOptions);
    if (watch.answer === 'regression' || watch.answer === 'improvement') return look;
  }
  return null;
}

function count(times: number, trial: () => number | null): { hits: number; median: number } {
  const found: number[] = [];
  for (let repetition = 0; repetition < times; repetition++) {
    const at = trial();
    if (at !== null) found.push(at);
  }
  found.sort((a, b) => a - b);
  return { hits: found.length, median: found[Math.floor(found.length / 2)] ?? Number.NaN };
}

for (const noise of NOISES) {
  const { hits } = count(repetitions, () => alarmAt(() => [draw(noise, random), draw(noise, random)]));
  figures.push(share(`t watch, ${noise}, unchanged, any alarm in ${LOOKS} looks`, hits, repetitions, bar));
}
{
  const { hits } = count(repetitions, () => {
    const series = autoregressive(2 * LOOKS, 0.5, random);
    return alarmAt((look) => [series[2 * look - 2] ?? 0, series[2 * look - 1] ?? 0]);
  });
  figures.push(share(`t watch, AR(.5) from run to run in turn, unchanged`, hits, repetitions, bar));
}
for (const shift of [1, 1.5, 2, 3]) {
  const { hits, median } = count(repetitions / 3, () =>
    alarmAt(() => [random.normal(), shift + random.normal()]),
  );
  figures.push(
    share(`t watch, normal, ${shift} sd: found (median after ${median} pairs)`, hits, repetitions / 3, null),
  );
}
/** The same peeking with the fixed-sample test at .05, to show what is prevented. */
const naive = Math.floor(repetitions / 15);
const peeked = count(naive, () => {
  const b: { value: number }[] = [];
  const c: { value: number }[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    b.push({ value: random.normal() });
    c.push({ value: random.normal() });
    if (look > 1 && compareRuns({ baseline: b, candidate: c, ...watchOptions, alpha: 0.05 }).pValue <= 0.05)
      return look;
  }
  return null;
});
figures.push(
  share('for contrast: fixed-sample t test at .05 peeked at, unchanged', peeked.hits, naive, null),
);

function events(n: number, p: number): number {
  let hits = 0;
  for (let trial = 0; trial < n; trial++) if (random.uniform() < p) hits++;
  return hits;
}
function sharesAlarm(before: (look: number) => number, after: (look: number) => number): number | null {
  let watch = startShareWatch();
  for (let look = 1; look <= LOOKS; look++) {
    const baseline = { count: 200, events: events(200, before(look)) };
    watch = watchShares(watch, { baseline, candidate: { count: 100, events: events(100, after(look)) } });
    if (reportShares(watch).answer === 'worse') return look;
  }
  return null;
}
const times = options.full ? 5_000 : 1_000;
for (const p of [0.001, 0.01, 0.05]) {
  const same = count(times, () =>
    sharesAlarm(
      () => p,
      () => p,
    ),
  );
  figures.push(share(`deployment watch, share ${p}, unchanged`, same.hits, times, bar));
}
const wave = (look: number): number => 0.02 + 0.015 * Math.sin(look / 5);
figures.push(
  share(
    'deployment watch, share that waves .005 to .035, unchanged',
    count(times, () => sharesAlarm(wave, wave)).hits,
    times,
    bar,
  ),
);
for (const [p, q] of [
  [0.001, 0.02],
  [0.01, 0.03],
  [0.05, 0.1],
] as const) {
  const worse = count(times, () =>
    sharesAlarm(
      () => p,
      () => q,
    ),
  );
  figures.push(
    share(`deployment watch, ${p} to ${q}: found (median look ${worse.median})`, worse.hits, times, null),
  );
}
printFigures(`Always-valid tests over ${LOOKS} looks`, figures, options);
