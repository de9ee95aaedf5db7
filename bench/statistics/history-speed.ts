import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { anomalyScores } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { createChangePointStream } from '../../shared/statistics/change-points/change-point-stream.ts';
import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';

/**
 * Issue 3, figure 7. Times are of the processor, not of the clock, so that other work on the machine does not count;
 * the smallest of several runs. Compared with Apache Otava when `python3` (or $PYTHON) can import it.
 */
const options = benchOptions();
const figures: Figure[] = [];

const KINDS = ['unchanged', 'steps', 'staircase', 'walk'] as const;

function series(kind: (typeof KINDS)[number], n: number): Float64Array {
  const random = createRandom(options.seed);
  let wander = 0;
  return Float64Array.from({ length: n }, (_, index) => {
    if (kind === 'walk') return (wander += random.normal());
    const step = Math.floor(index / 200);
    return random.normal() + (kind === 'steps' ? 2 * (step % 2) : kind === 'staircase' ? 2 * step : 0);
  });
}

function processorMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function fastest(runs: number, work: () => void): { readonly best: number; readonly spread: number } {
  const times = Array.from({ length: runs }, () => processorMs(work)).sort((a, b) => a - b);
  return { best: times[0]!, spread: (times[runs >> 1]! - times[0]!) / 2 };
}

const timed = (figure: string, runs: number, bar: Figure['bar'], work: () => void): number => {
  const { best, spread } = fastest(runs, work);
  figures.push({ figure, value: best, standardError: spread, bar, repetitions: runs });
  return best;
};

const ours = new Map<string, number>();
for (const kind of KINDS) {
  for (const [n, atMost, runs] of [
    [10_000, 15, 25],
    [100_000, 200, 5],
  ] as const) {
    const values = series(kind, n);
    ours.set(
      `${kind} ${n}`,
      timed(`ms for ${n} points, ${kind}`, runs, { atMost }, () => void detectChangePoints(values)),
    );
  }
}

for (const kind of KINDS) {
  const values = series(kind, 10_000);
  let differences = 0;
  timed(`ms per append up to 10,000 points, ${kind}`, 3, null, () => {
    const stream = createChangePointStream();
    for (const value of values) stream.append(value);
  });
  const last = figures.at(-1)!;
  figures[figures.length - 1] = {
    ...last,
    value: last.value / 10_000,
    standardError: last.standardError / 10_000,
    bar: { atMost: 0.1 },
  };
  const stream = createChangePointStream();
  let checked = 0;
  for (let index = 0; index < values.length; index++) {
    const appended = stream.append(values[index]!);
    if (index % 97 !== 0 && index !== values.length - 1) continue;
    checked++;
    const whole = detectChangePoints(values.subarray(0, index + 1));
    if (JSON.stringify(appended) !== JSON.stringify(whole)) differences++;
  }
  figures.push({
    figure: `appends that differ from the whole, ${kind}`,
    value: differences,
    standardError: 0,
    bar: { atMost: 0 },
    repetitions: checked,
  });
}

// Metrics do not depend on one another: each of two cores has half of the 5,000.
const metrics = options.full ? 2500 : 500;
const thousand = Array.from({ length: metrics }, (_, index) => {
  const random = createRandom(options.seed + index);
  const size = index % 20 === 0 ? 2 : 0;
  return Float64Array.from({ length: 1000 }, (_value, at) => random.normal() + (at < 700 ? 0 : size));
});
const half = processorMs(() => {
  for (const values of thousand) detectChangePoints(values);
});
figures.push({
  figure: 's for 2,500 metrics of 1,000 points, as each of two cores has (5 % changed)',
  value: ((half / 1000) * 2500) / metrics,
  standardError: 0,
  bar: { atMost: 5 },
  repetitions: metrics,
});

/** The anomaly scorer compares each value with up to 1,000 earlier courses; time a point must not grow with the length. */
for (const [n, runs] of [
  [10_000, 5],
  [100_000, 1],
] as const) {
  const values = series('walk', n);
  const timestamps = values.map((_, index) => 300_000 * index);
  const { best, spread } = fastest(runs, () => void anomalyScores({ timestamps, values }));
  figures.push({
    figure: `ms a point for anomaly scores of ${n} points`,
    value: best / n,
    standardError: spread / n,
    bar: { atMost: 0.1 },
    repetitions: runs,
  });
}

const otava = spawnSync(process.env['PYTHON'] ?? 'python3', [join(import.meta.dirname, 'history-otava.py')], {
  input: JSON.stringify(Object.fromEntries(KINDS.map((kind) => [kind, Array.from(series(kind, 10_000))]))),
  encoding: 'utf8',
  timeout: 120_000,
  maxBuffer: 1 << 26,
});
if (otava.status === 0) {
  for (const [kind, ms] of Object.entries(z.record(z.string(), z.number()).parse(JSON.parse(otava.stdout)))) {
    const mine = ours.get(`${kind} 10000`) ?? Number.NaN;
    figures.push(
      {
        figure: `Apache Otava: ms for 10000 points, ${kind}`,
        value: ms,
        standardError: 0,
        bar: null,
        repetitions: 3,
      },
      {
        figure: `times as fast as Otava, ${kind}`,
        value: ms / mine,
        standardError: 0,
        bar: { atLeast: 20 },
        repetitions: 3,
      },
    );
  }
} else {
  console.error(
    'Apache Otava cannot be imported (pip install apache-otava; PYTHON names the interpreter): not compared.',
  );
}
printFigures('Speed of change points', figures, options);
