import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';
import { history } from './history-simulation.ts';

/** Issue 3, figure 3: a step of d standard deviations, `after` points after it, found within 5 points (bar .80). */
const STEPS = [
  { size: 1.85, after: 5 },
  { size: 1.35, after: 12 },
  { size: 1.1, after: 30 },
] as const;

const options = benchOptions();
const repetitions = options.full ? 20_000 : 5000;
const figures: Figure[] = [];
for (const noise of ['normal', 't3', 'lognormal'] as const) {
  for (const { size, after } of STEPS) {
    let hits = 0;
    let others = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const found = detectChangePoints(
        history(noise, 100, options.random, (index) => (index < 100 - after ? 0 : size)),
      );
      const near = found.filter(({ index }) => Math.abs(index - (100 - after)) <= 5).length;
      if (near > 0) hits++;
      if (found.length > near) others++;
    }
    const name = `step of ${size} sd, ${after} points after it, ${noise}`;
    figures.push(
      share(name, hits, repetitions, { atLeast: 0.8 }),
      share(`${name}: another change, or the step misplaced`, others, repetitions, null),
    );
  }
}
printFigures('Power at the level of figure 2, 100 points', figures, options);
