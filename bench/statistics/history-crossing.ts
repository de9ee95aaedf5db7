import { createRandom, type RandomSource } from '../../shared/statistics/distributions/create-random.ts';
import { studentTCdf } from '../../shared/statistics/distributions/student-t-cdf.ts';
import { crossingConfidence } from '../../shared/statistics/trend/crossing-confidence.ts';
import { fitGrowth } from '../../shared/statistics/trend/fit-growth.ts';
import { forecastCrossing } from '../../shared/statistics/trend/forecast-crossing.ts';
import { benchOptions, type Figure, printFigures, share, timesForBar } from './compare-simulation.ts';
import { history, HISTORY_NOISES, type HistoryNoise } from './history-simulation.ts';

/**
 * Issue 3, figure 9, second part: 90 % intervals of a crossing that cover 85 to 95 %; no crossing claimed on 95 % of
 * flat series. A course is judged after 100 points, its true crossing is 20, 35 or 60 points later; an interval without
 * a later end reaches past the horizon of 100 points. Counted are the claims ("crossing"), and beside them all answers
 * that say when: a limit "crossed" already or "not before" a time is wrong when the crossing is elsewhere.
 *
 * The oracle is told the true family (line, half-life, place of the step) and claims by the same rule from the exact
 * t distribution of that model's prediction: what is left to know is two or three levels and slopes and the noise.
 *
 * `--only=TEXT`: the cells whose name has the text; `--times=N`: series a cell. Each cell has a random source of its own.
 */
interface Course {
  readonly at: (t: number) => number;
  readonly halvings: number;
  readonly step: number;
}
const HISTORY = 100;
const LAST = HISTORY - 1;
const COURSES: Readonly<Record<string, Course>> = {
  line: { at: (t) => 0.03 * t, halvings: 0, step: 0 },
  'steep line': { at: (t) => 0.1 * t, halvings: 0, step: 0 },
  'strongly damped': { at: (t) => 6 * -Math.expm1((-Math.LN2 * t) / 50), halvings: LAST / 50, step: 0 },
  'weakly damped': { at: (t) => 5 * -Math.expm1((-Math.LN2 * t) / 100), halvings: LAST / 100, step: 0 },
  'step and line': { at: (t) => 0.03 * t + (t < 60 ? 0 : 3), halvings: 0, step: 60 },
};

const options = benchOptions();
const repetitions = options.times ?? (options.full ? 4000 : 500);
const flatRepetitions = Math.max(repetitions, timesForBar(0.05));
const figures: Figure[] = [];

/** What one answer claims; null when it claims nothing. `isClaim` tells "crossing" from the other answers. */
interface Stated {
  readonly isClaim: boolean;
  readonly from: number;
  readonly to: number;
}

function stated(values: Float64Array, limit: number): Stated | null {
  const forecast = forecastCrossing({ values, limit });
  switch (forecast.status) {
    case 'crossing':
      return { isClaim: true, from: forecast.interval[0], to: forecast.interval[1] ?? Infinity };
    case 'crossed':
      return { isClaim: false, from: -Infinity, to: LAST };
    case 'not-within-horizon':
      return { isClaim: false, from: forecast.notBefore ?? 2 * LAST, to: Infinity };
    case 'no-trend':
      return null;
  }
}

/** Whether the oracle claims a crossing, and whether its interval covers the true time. */
function oracle(
  values: Float64Array,
  limit: number,
  crossing: number,
  { halvings, step }: Course,
): boolean | null {
  const x = values.map((_, index) => index / LAST);
  const fit = fitGrowth(x, values, halvings * Math.LN2, step);
  if (fit === null) return null;
  const passedBy = (at: number): number => {
    const { mean, leverage } = fit.at(at);
    return studentTCdf((mean - limit) / Math.sqrt(fit.noise * leverage), fit.freedom);
  };
  const hasTrend = (crossingConfidence(x, values, limit)?.pValue ?? 1) <= 0.05;
  if (!hasTrend || passedBy(1) >= 0.95 || passedBy(2) < 0.5) return null;
  const passed = passedBy(crossing / LAST);
  return passed >= 0.05 && passed <= 0.95;
}

let cellsSoFar = 0;

/** The random source of the next cell; null for one that is not asked for. */
function sourceOf(cell: string): RandomSource | null {
  cellsSoFar += 1;
  return cell.includes(options.only) ? createRandom(options.seed + cellsSoFar) : null;
}

function coverage(noise: HistoryNoise, name: string, course: Course, ahead: number): void {
  const crossing = HISTORY + ahead;
  const limit = course.at(crossing);
  const cell = `${name}, ${ahead} ahead, ${noise}`;
  const random = sourceOf(cell);
  if (random === null) return;
  const counts = { claims: 0, covered: 0, open: 0, answers: 0, right: 0, oracleClaims: 0, oracleCovered: 0 };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const values = history(noise, HISTORY, random, course.at);
    const byOracle = oracle(values, limit, crossing, course);
    if (byOracle !== null) counts.oracleClaims++;
    if (byOracle === true) counts.oracleCovered++;
    const answer = stated(values, limit);
    if (answer === null) continue;
    const isRight = answer.from <= crossing && answer.to >= crossing;
    counts.answers++;
    if (isRight) counts.right++;
    if (!answer.isClaim) continue;
    counts.claims++;
    if (answer.to === Infinity) counts.open++;
    if (isRight) counts.covered++;
  }
  const { claims, open } = counts;
  const claimed = `claimed ${(claims / repetitions).toFixed(2)}, open ${(open / claims).toFixed(2)}`;
  figures.push(
    share(`covers, ${cell} (${claimed})`, counts.covered, claims, { within: [0.85, 0.95] }),
    share(`  all answers: ${cell}`, counts.right, counts.answers, null),
    share(`  oracle's claims: ${cell}`, counts.oracleCovered, counts.oracleClaims, null),
  );
}

function flat(noise: HistoryNoise): void {
  const cell = `crossing claimed on a flat series, ${noise}`;
  const random = sourceOf(cell);
  if (random === null) return;
  let claims = 0;
  for (let repetition = 0; repetition < flatRepetitions; repetition++) {
    const { status } = forecastCrossing({ values: history(noise, HISTORY, random), limit: 2 });
    if (status === 'crossing') claims++;
  }
  figures.push(share(cell, claims, flatRepetitions, { atMost: 0.05 }));
}

for (const noise of HISTORY_NOISES) {
  for (const ahead of [20, 35, 60]) {
    for (const [name, course] of Object.entries(COURSES)) coverage(noise, name, course, ahead);
  }
  flat(noise);
}
const cells = figures.filter(({ bar }) => bar !== null && 'within' in bar);
const inside = cells.filter(({ value }) => value >= 0.85 && value <= 0.95).length;
figures.push({
  figure: `cells of ${cells.length} within .85 to .95`,
  value: inside,
  standardError: 0,
  bar: null,
  repetitions,
});
printFigures('When a limit is crossed: 90 % intervals', figures, options);
