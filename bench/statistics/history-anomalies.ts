import { ANOMALY_THRESHOLD, anomalyScores } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { type RandomSource } from '../../shared/statistics/distributions/create-random.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history, type HistoryNoise } from './history-simulation.ts';

/**
 * Does the threshold found on labelled series hold on others? Simulated metrics of two weeks, one value each five
 * minutes, with and without one incident of four hours: how many alarms a quiet metric raises, and how many incidents
 * are told within their window of 200 values. Nothing was fitted to these.
 */
const N = 4032;
const DAY = 288;
const FIVE_MINUTES = 300_000;

/** Courses under unit noise. */
const COURSES = {
  flat: () => 0,
  'daily rhythm': (t: number) => 6 * Math.sin((2 * Math.PI * t) / DAY),
  'working hours': (t: number) => (t % DAY > 96 && t % DAY < 216 && Math.floor(t / DAY) % 7 < 5 ? 10 : 0),
  'nightly job': (t: number) => (t % DAY < 4 ? 12 : 0),
} as const;

/** What an incident adds at its t-th value; null leaves the metric standing still. */
const INCIDENTS = {
  'burst of 8 sd': (t: number) => (t < 12 ? 8 : 0),
  'shift by 5 sd': () => 5,
  'standing still': () => null,
} as const;

const options = benchOptions();
const repetitions = options.full ? 400 : 40;
const timestamps = Float64Array.from({ length: N }, (_, index) => index * FIVE_MINUTES);
const probation = Math.floor(0.15 * N);

function alarms(values: Float64Array): readonly number[] {
  const scores = anomalyScores({ timestamps, values, probation });
  const told: number[] = [];
  for (let index = probation; index < N; index++) if (scores[index]! >= ANOMALY_THRESHOLD) told.push(index);
  return told;
}

/** Alarms in a row, or within an hour of the last, are one. */
const runs = (told: readonly number[]): number =>
  told.filter((at, index) => index === 0 || at - told[index - 1]! > 12).length;

function incident(values: Float64Array, kind: keyof typeof INCIDENTS, random: RandomSource): number {
  const start = 1500 + random.integer(2000);
  for (let t = 0; t < 48; t++) {
    const added = INCIDENTS[kind](t);
    values[start + t] = added === null ? values[start]! : values[start + t]! + added;
  }
  return start;
}

type Course = (t: number) => number;

function quietAlarms(name: string, noise: HistoryNoise, course: Course): Figure {
  let raised = 0;
  let squares = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const count = runs(alarms(history(noise, N, options.random, course)));
    raised += count / repetitions;
    squares += count ** 2 / repetitions;
  }
  return {
    figure: `alarms of a quiet metric in 12 days, ${name}, ${noise}`,
    value: raised,
    standardError: Math.sqrt(Math.max(0, squares - raised ** 2) / repetitions),
    bar: null,
    repetitions,
  };
}

function incidentsTold(kind: keyof typeof INCIDENTS, noise: HistoryNoise, course: Course): Figure {
  let found = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const values = history(noise, N, options.random, course);
    const start = incident(values, kind, options.random);
    if (alarms(values).some((at) => at >= start && at < start + 200)) found++;
  }
  return share(`  told: ${kind}`, found, repetitions, null);
}

const figures: Figure[] = [];
for (const noise of ['normal', 't3', 'lognormal', 'AR(1) .5'] satisfies HistoryNoise[]) {
  for (const [name, course] of Object.entries(COURSES)) {
    figures.push(quietAlarms(name, noise, course));
    for (const kind of ['burst of 8 sd', 'shift by 5 sd', 'standing still'] as const) {
      figures.push(incidentsTold(kind, noise, course));
    }
  }
}
printFigures('Anomalies of simulated metrics', figures, options);
