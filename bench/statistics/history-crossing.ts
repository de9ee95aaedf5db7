import { forecastCrossing } from '../../shared/statistics/trend/forecast-crossing.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history, HISTORY_NOISES, type HistoryNoise } from './history-simulation.ts';

/**
 * Issue 3, figure 9, second part: 90 % intervals of a crossing that cover 85 to 95 %; no crossing claimed on 95 % of
 * flat series. A course is judged after 100 points, its true crossing is 20, 35 or 60 points later; an interval
 * without a later end counts as reaching past the horizon of 100 points.
 */
const COURSES = {
  line: (t: number) => 0.03 * t,
  'steep line': (t: number) => 0.1 * t,
  'strongly damped': (t: number) => 6 * -Math.expm1((-Math.LN2 * t) / 50),
  'weakly damped': (t: number) => 5 * -Math.expm1((-Math.LN2 * t) / 100),
  'step and line': (t: number) => 0.03 * t + (t < 60 ? 0 : 3),
} as const;

const options = benchOptions();
const repetitions = options.full ? 4000 : 500;
const { random } = options;
const figures: Figure[] = [];

function coverage(noise: HistoryNoise, name: keyof typeof COURSES, ahead: number): Figure {
  const course = COURSES[name];
  const crossing = 100 + ahead;
  let claims = 0;
  let covered = 0;
  let open = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const values = history(noise, 100, random, course);
    const forecast = forecastCrossing({ values, limit: course(crossing) });
    if (forecast.status !== 'crossing') continue;
    claims++;
    const [early, late] = forecast.interval;
    if (late === null) open++;
    if (early <= crossing && (late ?? Infinity) >= crossing) covered++;
  }
  const claimed = `claimed ${(claims / repetitions).toFixed(2)}, open ${(open / claims).toFixed(2)}`;
  return share(`covers, ${name}, ${ahead} ahead, ${noise} (${claimed})`, covered, claims, {
    within: [0.85, 0.95],
  });
}

for (const noise of HISTORY_NOISES) {
  for (const ahead of [20, 35, 60]) {
    for (const name of ['line', 'steep line', 'strongly damped', 'weakly damped', 'step and line'] as const) {
      figures.push(coverage(noise, name, ahead));
    }
  }
  let claims = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (forecastCrossing({ values: history(noise, 100, random), limit: 2 }).status === 'crossing') claims++;
  }
  figures.push(share(`crossing claimed on a flat series, ${noise}`, claims, repetitions, { atMost: 0.05 }));
}
printFigures('When a limit is crossed: 90 % intervals', figures, options);
