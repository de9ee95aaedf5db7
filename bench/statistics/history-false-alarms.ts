import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { detectVarianceChanges } from '../../shared/statistics/change-points/detect-variance-changes.ts';
import { detectDrift } from '../../shared/statistics/trend/detect-drift.ts';
import { autoregressive, benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history, HISTORY_NOISES } from './history-simulation.ts';

/** Issue 3, figure 2: chance of any change point in an unchanged series (bar .05), by length and noise. */
const options = benchOptions();
const figures: Figure[] = [];
const count = (
  n: number,
  quick: number,
  full: number,
  alarm: (values: Float64Array) => boolean,
  name: string,
): void => {
  const repetitions = options.full ? full : quick;
  for (const noise of HISTORY_NOISES) {
    let alarms = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      if (alarm(history(noise, n, options.random))) alarms++;
    }
    figures.push(
      share(
        `${name}, ${n} points, ${noise}`,
        alarms,
        repetitions,
        name === 'any change' ? { atMost: 0.05 } : null,
      ),
    );
  }
};
const anyChange = (values: Float64Array): boolean => detectChangePoints(values).length > 0;
count(100, 10_000, 40_000, anyChange, 'any change');
count(500, 6000, 20_000, anyChange, 'any change');
count(5000, 2000, 4000, anyChange, 'any change');
count(
  100,
  3000,
  20_000,
  (values) => detectChangePoints(values, { alpha: 0.01 }).length > 0,
  'any change at alpha .01',
);
count(100, 3000, 20_000, (values) => detectVarianceChanges(values).length > 0, 'any change of spread');
count(100, 3000, 20_000, (values) => detectDrift(values) !== null, 'any drift');
// Up to a correlation of .6 noise counts as stationary; beyond it, as a course that wanders.
for (const correlation of [0.2, 0.4, 0.6, 0.7, 0.8]) {
  const repetitions = options.full ? 20_000 : 3000;
  let alarms = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (anyChange(Float64Array.from(autoregressive(100, correlation, options.random)))) alarms++;
  }
  figures.push(share(`any change, 100 points, AR(1) ${correlation}`, alarms, repetitions, null));
}
printFigures('False alarms in unchanged histories', figures, options);
