import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { detectDrift } from '../../shared/statistics/trend/detect-drift.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history } from './history-simulation.ts';

/** Issue 3, figure 9, first part: a drift of 1 sd over 100 points found before +1.5 sd (bar .80). */
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

printFigures('Drift', figures, options);
