import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { createRandom, type RandomSource } from '../../shared/statistics/distributions/create-random.ts';
import { benchOptions, type Figure, printFigures, share, timesForBar } from './compare-simulation.ts';

/**
 * Change points of series as they come in practice, made here with their truth known: counts, rounded and saturated
 * values, constants, spikes, growth, rhythms, short histories. Each family is drawn unchanged (bar: any change in at
 * most .05) and with its change (told within five points; beside it, how often another change is told as well).
 * `--only=TEXT`: the cells whose name has the text; `--times=N`: series a cell. Each cell has a random source of its own.
 */
interface Family {
  readonly name: string;
  readonly length: number;
  /** The value at `index`, of a changed series from the change on, or of an unchanged one. */
  readonly at: (index: number, changed: boolean, random: RandomSource) => number;
  /** Where the change is; null: the family is drawn unchanged alone. */
  readonly change: number | null;
  /** Whether an unchanged series is stationary noise, which the level of the test speaks of. */
  readonly stationary: boolean;
}

const options = benchOptions();

function poisson(mean: number, random: RandomSource): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}

const family = (
  name: string,
  at: Family['at'],
  { length = 100, change = 60, stationary = true }: Partial<Omit<Family, 'name' | 'at'>> = {},
): Family => ({ name, length, at, change, stationary });

const rhythm = (index: number, period: number): number => Math.sin((2 * Math.PI * index) / period);
const isWeekend = (day: number): boolean => day % 7 >= 5;

const FAMILIES: readonly Family[] = [
  family('counts of mean 3, then 6', (_, changed, random) => poisson(changed ? 6 : 3, random)),
  family('errors of mean .3, then 1.5', (_, changed, random) => poisson(changed ? 1.5 : 0.3, random)),
  family('rounded to steps of 1.4 sd, then 1.5 sd more', (_, changed, random) =>
    Math.round((random.normal() + (changed ? 1.5 : 0)) / 1.4),
  ),
  family('busy, cut off at 100, then 1.5 sd more', (_, changed, random) =>
    Math.min(100, 96 + 4 * random.normal() + (changed ? 6 : 0)),
  ),
  family('idle, cut off at 0, then 1.5 sd more', (_, changed, random) =>
    Math.max(0, -2 + 4 * random.normal() + (changed ? 6 : 0)),
  ),
  family(
    'one point in twenty at 20 sd, then 1.5 sd more',
    (_, changed, random) => random.normal() + (changed ? 1.5 : 0) + (random.uniform() < 0.05 ? 20 : 0),
  ),
  family('constant, then 20 % more', (_, changed) => (changed ? 12 : 10)),
  family('constant but for spikes, then 20 % more', (_, changed, random) =>
    random.uniform() < 0.02 ? 50 : changed ? 12 : 10,
  ),
  family(
    'two machines in turn, then 1.5 sd more',
    (index, changed, random) => (index % 2 === 0 ? 1 : -1) + 0.5 * random.normal() + (changed ? 1.7 : 0),
  ),
  family(
    'milliseconds, then microseconds',
    (_, changed, random) => 100 * Math.exp(0.05 * random.normal()) * (changed ? 1000 : 1),
  ),
  family(
    'skewed latencies, then 1.5 times',
    (_, changed, random) => Math.exp(0.4 * random.normal()) * (changed ? 1.5 : 1),
  ),
  ...[15, 20, 30, 40].map((length) =>
    family(
      `${length} points, then 3 sd more at the middle`,
      (_, changed, random) => random.normal() + (changed ? 3 : 0),
      { length, change: length >> 1 },
    ),
  ),
  family(
    'days with weekends 3 sd below, then 1.5 sd more',
    (day, changed, random) => random.normal() - (isWeekend(day) ? 3 : 0) + (changed ? 1.5 : 0),
    { length: 140, change: 80, stationary: false },
  ),
  family(
    'days with weekends and holidays 6 sd below, then 2 sd more',
    (day, changed, random) =>
      random.normal() - (isWeekend(day) || random.uniform() < 0.03 ? 6 : 0) + (changed ? 2 : 0),
    { length: 140, change: 80, stationary: false },
  ),
  family(
    'hours with a daily rhythm of 2 sd, then 3 sd more',
    (hour, changed, random) => random.normal() + 2 * rhythm(hour, 24) + (changed ? 3 : 0),
    { length: 336, change: 200, stationary: false },
  ),
  family(
    'hours with a daily rhythm of 6 sd, then 6 sd more',
    (hour, changed, random) => random.normal() + 6 * rhythm(hour, 24) + (changed ? 6 : 0),
    { length: 336, change: 200, stationary: false },
  ),
  family(
    'growth of 2 % a point, noise of 3 %, then half as much again',
    (index, changed, random) => 1.02 ** index * Math.exp(0.03 * random.normal()) * (changed ? 1.5 : 1),
    { stationary: false },
  ),
  family(
    'a line of .1 sd a point, then 5 sd more',
    (index, changed, random) => 0.1 * index + random.normal() + (changed ? 5 : 0),
    { stationary: false },
  ),
  family(
    'a leak of .2 sd a point, given back at a restart',
    (index, changed, random) => 0.2 * (changed ? index - 60 : index) + random.normal(),
    { stationary: false },
  ),
];

const figures: Figure[] = [];
let cells = 0;

for (const each of FAMILIES) {
  unchanged(each);
  if (each.change !== null) changedAt(each, each.change);
}
printFigures('Change points of series as they come in practice', figures, options);

/** The random source and the number of series of the next cell; null for one that is not asked for. */
function next(name: string): { readonly random: RandomSource; readonly times: number } | null {
  cells++;
  if (!name.includes(options.only)) return null;
  return {
    random: createRandom(options.seed + cells),
    times: options.times ?? (options.full ? 4 : 1) * timesForBar(0.05),
  };
}

function unchanged({ name, length, at, stationary }: Family): void {
  const cell = next(name);
  if (cell === null) return;
  let alarms = 0;
  for (let time = 0; time < cell.times; time++) {
    const values = Float64Array.from({ length }, (_, index) => at(index, false, cell.random));
    if (detectChangePoints(values).length > 0) alarms++;
  }
  figures.push(share(`unchanged: ${name}`, alarms, cell.times, stationary ? { atMost: 0.05 } : null));
}

function changedAt({ name, length, at }: Family, change: number): void {
  const cell = next(name);
  if (cell === null) return;
  let told = 0;
  let others = 0;
  for (let time = 0; time < cell.times; time++) {
    const values = Float64Array.from({ length }, (_, index) => at(index, index >= change, cell.random));
    const found = detectChangePoints(values);
    const near = found.filter(({ index }) => Math.abs(index - change) <= 5).length;
    if (near > 0) told++;
    if (found.length > Math.min(1, near)) others++;
  }
  figures.push(
    share(`told: ${name}`, told, cell.times, null),
    share(`  another as well: ${name}`, others, cell.times, null),
  );
}
