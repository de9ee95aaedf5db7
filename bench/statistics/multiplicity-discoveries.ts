import { compareRuns } from '../../shared/statistics/compare/compare-runs.ts';
import { type RunSample } from '../../shared/statistics/compare/comparison.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { adjustHierarchy } from '../../shared/statistics/multiplicity/adjust-hierarchy.ts';
import { adjustFamily } from '../../shared/statistics/multiplicity/false-discovery.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';

/**
 * Issue 3, figure 5: 5,000 figures in blocks of 50 (correlation .5 within a block), 250 of them shifted, 70 points before
 * and 30 after. False discovery rate at most .05 at power .8 or more. A block is a service of ten metrics of five
 * percentiles. Shifted are one in twenty anywhere, by 1.5 sd and by .6 sd (where discoveries are hard and the rate is under
 * strain), or all figures of five services, as one bad deployment shifts them. Rates are told of percentiles, of metrics and of services: one that is
 * named without a shifted figure is a false one. `--only=TEXT`: the scenarios whose name has the text; each has a random
 * source of its own.
 */
const options = benchOptions();
let { random } = options;
const FIGURES = 5000;
const BLOCK = 50;
const PERCENTILES = 5;
const FLOORS = { percentiles: 1, metrics: PERCENTILES, services: BLOCK } as const;
const FLOOR_NAMES = ['percentiles', 'metrics', 'services'] as const;

interface Scenario {
  readonly name: string;
  readonly shift: number;
  readonly isShifted: (index: number) => boolean;
  readonly atLeast: number | null;
  /** Families of 5,000. One false service among six named is a sixth, so few families give no mean of them: 300 bring the error to a tenth of the bar. */
  readonly families: number;
}

const few = options.full ? 300 : 100;
const SCENARIOS: readonly Scenario[] = [
  { name: '1.5 sd', shift: 1.5, isShifted: () => random.uniform() < 0.05, atLeast: 0.8, families: few },
  { name: '.6 sd', shift: 0.6, isShifted: () => random.uniform() < 0.05, atLeast: null, families: few },
  {
    name: 'five services by 1.5 sd',
    shift: 1.5,
    isShifted: (index) => index < 5 * BLOCK,
    atLeast: 0.8,
    families: 300,
  },
];

interface Tally {
  readonly rates: Readonly<Record<keyof typeof FLOORS, number[]>>;
  readonly powers: number[];
}

const figures = SCENARIOS.flatMap((scenario, index): Figure[] => {
  if (!scenario.name.includes(options.only)) return [];
  random = createRandom(options.seed + index);
  const flat = emptyTally();
  const hierarchical = emptyTally();
  for (let family = 0; family < scenario.families; family++) {
    const { pValues, shifted } = simulate(scenario);
    score(adjustFamily(pValues).discovered, shifted, flat);
    const hypotheses = pValues.map((pValue, index) => ({ path: pathOf(index), pValue }));
    score(adjustHierarchy(hypotheses).discovered, shifted, hierarchical);
  }
  return [
    ...figuresOf(`flat, ${scenario.name}`, flat, scenario, []),
    ...figuresOf(`hierarchical, ${scenario.name}`, hierarchical, scenario, FLOOR_NAMES),
  ];
});
printFigures(
  'False discoveries over 5,000 correlated figures (repetitions are families of 5,000)',
  figures,
  options,
);

/** @param held floors on which the procedure promises its level */
function figuresOf(
  name: string,
  { rates, powers }: Tally,
  { atLeast }: Scenario,
  held: readonly (keyof typeof FLOORS)[],
): Figure[] {
  return [
    ...FLOOR_NAMES.map((floor) =>
      mean(`${name}: false ${floor}`, rates[floor], held.includes(floor) ? { atMost: 0.05 } : null),
    ),
    mean(`${name}: power`, powers, atLeast === null ? null : { atLeast }),
  ];
}

function emptyTally(): Tally {
  return { rates: { percentiles: [], metrics: [], services: [] }, powers: [] };
}

function simulate({ shift, isShifted }: Scenario): { pValues: number[]; shifted: boolean[] } {
  const pValues: number[] = [];
  const shifted: boolean[] = [];
  for (let block = 0; block < FIGURES / BLOCK; block++) {
    const common = Array.from({ length: 100 }, () => random.normal());
    for (let figure = 0; figure < BLOCK; figure++) {
      const moved = isShifted(block * BLOCK + figure);
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
      shifted.push(moved);
    }
  }
  return { pValues, shifted };
}

function pathOf(index: number): string[] {
  const inBlock = index % BLOCK;
  return [
    `service ${Math.floor(index / BLOCK)}`,
    `metric ${Math.floor(inBlock / PERCENTILES)}`,
    `percentile ${inBlock % PERCENTILES}`,
  ];
}

function score(discovered: readonly boolean[], shifted: readonly boolean[], { rates, powers }: Tally): void {
  for (const floor of FLOOR_NAMES) {
    const familyOf = (index: number): number => Math.floor(index / FLOORS[floor]);
    const right = new Set(shifted.flatMap((each, index) => (each ? [familyOf(index)] : [])));
    const named = new Set(discovered.flatMap((each, index) => (each ? [familyOf(index)] : [])));
    const wrong = [...named].filter((family) => !right.has(family)).length;
    rates[floor].push(named.size === 0 ? 0 : wrong / named.size);
  }
  const found = discovered.filter((each, index) => each && shifted[index] === true).length;
  powers.push(found / shifted.filter(Boolean).length);
}

function mean(figure: string, values: readonly number[], bar: Figure['bar']): Figure {
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length);
  return { figure, value, standardError, bar, repetitions: values.length };
}
