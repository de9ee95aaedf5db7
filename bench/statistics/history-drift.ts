import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { detectDrift } from '../../shared/statistics/trend/detect-drift.ts';
import { forecastCrossing } from '../../shared/statistics/trend/forecast-crossing.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history } from './history-simulation.ts';

/**
 * Issue 3, figure 9: a drift of 1 sd over 100 points found before +1.5 sd (bar .80); 90 % intervals of a crossing that
 * cover 85 to 95 %; no crossing claimed on 95 % of flat series. A course is judged after 100 points, its true crossing
 * is 35 points later; an interval without a later end counts as reaching past the horizon of 100 points.
 */
const COURSES = {
  line: (t: number) => 0.03 * t,
  'strongly damped': (t: number) => 6 * -Math.expm1((-Math.LN2 * t) / 50),
  'weakly damped': (t: number) => 5 * -Math.expm1((-Math.LN2 * t) / 100),
  'step and line': (t: number) => 0.03 * t + (t < 60 ? 0 : 3),
} as const;

const options = benchOptions();
const repetitions = options.full ? 8000 : 1000;
const { random } = options;
const figures: Figure[] = [];
const noises = ['normal', 't3', 'AR(1) .5'] as const;

for (const noise of noises) {
  for (const before of [50, 200]) {
    let drifts = 0;
    let either = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const values = history(noise, before + 150, random, (index) => Math.max(0, index - before) / 100);
      const drift = detectDrift(values) !== null;
      if (drift) drifts++;
      if (drift || detectChangePoints(values).length > 0) either++;
    }
    const name = `after ${before} flat points, ${noise}`;
    figures.push(
      share(`drift or change found by +1.5 sd, ${name}`, either, repetitions, { atLeast: 0.8 }),
      share(`  found as a drift, ${name}`, drifts, repetitions, null),
    );
  }
}

for (const noise of noises) {
  for (const [name, course] of Object.entries(COURSES)) {
    let claims = 0;
    let covered = 0;
    let open = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const forecast = forecastCrossing({ values: history(noise, 100, random, course), limit: course(135) });
      if (forecast.status !== 'crossing') continue;
      claims++;
      const [early, late] = forecast.interval;
      if (late === null) open++;
      if (early <= 135 && (late ?? Infinity) >= 135) covered++;
    }
    const bar = noise === 'normal' ? ({ atLeast: 0.85 } as const) : null;
    figures.push(
      share(`90 % interval covers, ${name}, ${noise}`, covered, claims, bar),
      share(`  crossings claimed`, claims, repetitions, null),
      share(`  intervals without a later end`, open, Math.max(1, claims), null),
    );
  }
  let claims = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (forecastCrossing({ values: history(noise, 100, random), limit: 2 }).status === 'crossing') claims++;
  }
  figures.push(share(`crossing claimed on a flat series, ${noise}`, claims, repetitions, { atMost: 0.05 }));
}
printFigures('Drift and crossing', figures, options);
