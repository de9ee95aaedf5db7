import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import { type RunSample } from '../../shared/statistics/compare/comparison.ts';
import { adjustFamily } from '../../shared/statistics/multiplicity/false-discovery.ts';
import { discoverHierarchically } from '../../shared/statistics/multiplicity/hierarchical-discovery.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';

/**
 * Issue 3, figure 5: 5,000 metrics in blocks of 50 (correlation .5 within a block), 250 of them shifted by 1.5 sd, 70
 * points before and 30 after. False discovery rate at most .05 at power .8 or more. A block is a service; its metrics
 * have five percentiles each. 'weak' repeats it at .6 sd, where discoveries are hard and the rate is under strain.
 */
const options = benchOptions();
const families = options.full ? 300 : 100;
const { random } = options;
const METRICS = 5000;
const BLOCK = 50;

const FIGURES: Figure[] = [];
for (const [name, shift] of [
  ['1.5 sd', 1.5],
  ['weak: .6 sd', 0.6],
] as const) {
  const flat = { rates: [] as number[], powers: [] as number[] };
  const tree = { rates: [] as number[], powers: [] as number[] };
  for (let family = 0; family < families; family++) {
    const { pValues, changed } = simulate(shift);
    score(adjustFamily(pValues).discovered, changed, flat);
    const hypotheses = pValues.map((pValue, index) => ({ path: pathOf(index), pValue }));
    score(discoverHierarchically(hypotheses), changed, tree);
  }
  const bar = shift === 1.5 ? { atLeast: 0.8 } : null;
  FIGURES.push(mean(`flat, ${name}: false discovery rate`, flat.rates, { atMost: 0.05 }));
  FIGURES.push(mean(`flat, ${name}: power`, flat.powers, bar));
  FIGURES.push(mean(`hierarchical, ${name}: false discovery rate`, tree.rates, { atMost: 0.05 }));
  FIGURES.push(mean(`hierarchical, ${name}: power`, tree.powers, bar));
}
printFigures(
  'False discoveries over 5,000 correlated metrics (repetitions are families of 5,000)',
  FIGURES,
  options,
);

function simulate(shift: number): { pValues: number[]; changed: boolean[] } {
  const pValues: number[] = [];
  const changed: boolean[] = [];
  for (let block = 0; block < METRICS / BLOCK; block++) {
    const common = Array.from({ length: 100 }, () => random.normal());
    for (let metric = 0; metric < BLOCK; metric++) {
      const moved = random.uniform() < 0.05;
      const value = (at: number): RunSample => ({
        value: Math.SQRT1_2 * ((common[at] ?? 0) + random.normal()) + (moved && at >= 70 ? shift : 0),
      });
      const baseline = Array.from({ length: 70 }, (_, at) => value(at));
      const candidate = Array.from({ length: 30 }, (_, at) => value(70 + at));
      const compared = compareRuns({
        baseline,
        candidate,
        direction: 'lower-is-better',
        scale: 'additive',
        margin: 0,
      });
      pValues.push(compared.pValue);
      changed.push(moved);
    }
  }
  return { pValues, changed };
}

function pathOf(index: number): string[] {
  const inBlock = index % BLOCK;
  return [
    `service ${Math.floor(index / BLOCK)}`,
    `metric ${Math.floor(inBlock / 5)}`,
    `percentile ${inBlock % 5}`,
  ];
}

function score(
  discovered: readonly boolean[],
  changed: readonly boolean[],
  into: { rates: number[]; powers: number[] },
): void {
  let found = 0;
  let wrong = 0;
  discovered.forEach((each, index) => {
    if (each) found++;
    if (each && changed[index] !== true) wrong++;
  });
  into.rates.push(found === 0 ? 0 : wrong / found);
  into.powers.push((found - wrong) / changed.filter(Boolean).length);
}

function mean(figure: string, values: readonly number[], bar: Figure['bar']): Figure {
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length);
  return { figure, value, standardError, bar, repetitions: values.length };
}
