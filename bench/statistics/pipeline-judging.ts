import { commitName, commitsOf, seriesOf } from '../../test/support/compared-series.ts';
import { planOf } from '../../test/support/analysis-of.ts';
import type { Finding } from '../../shared/contracts/finding.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { DEFAULT_BASELINE_AGES } from '../../shared/contracts/plan.ts';
import { errorRates } from '../../shared/stages/error-rates.ts';
import type { ComparedSeries } from '../../shared/stages/group-series.ts';
import { judgeSeries } from '../../shared/stages/judge-series.ts';
import type { CommitRuns, History } from '../../shared/stages/read-history.ts';
import { DEFAULT_ALPHA } from '../../shared/statistics/compare/settle.ts';
import { benchOptions, type Figure, printFigures, share } from './compare-simulation.ts';

/** What the analyse step as a whole does: false alarms, second looks, steps before the change, bad runs of a baseline. */
const options = benchOptions();
const { random } = options;
const repetitions = options.full ? 20_000 : 3_000;
const policy = { ...planOf().policy, alpha: DEFAULT_ALPHA, falseDiscoveryRate: 0.01 };
const figures: Figure[] = [];

const runs = (count: number, level: number, spread: number): number[] =>
  Array.from({ length: count }, () => level * Math.exp(spread * random.normal()));
const branch = (levels: readonly number[], spread: number): CommitRuns[] =>
  commitsOf(levels.map((level) => level * Math.exp((spread / Math.sqrt(3)) * random.normal())));
const levels = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

function judge(
  series: readonly ComparedSeries[],
  history: History,
  baseline: number,
  rerun = 0,
): readonly Finding[] {
  const { alpha, falseDiscoveryRate } = errorRates(policy, rerun);
  return judgeSeries(series, history, {
    service: 'orders',
    baselineCommit: commitName(baseline),
    candidateCommit: 'f'.repeat(40),
    ages: DEFAULT_BASELINE_AGES,
    pin: null,
    policy: { ...policy, alpha, falseDiscoveryRate },
    budgets: [],
  }).findings;
}

const isAlarm = ({ answer }: Finding): boolean => answer === 'regression' || answer === 'improvement';
const isBlamed = ({ answer, before }: Finding): boolean => answer === 'regression' && before === null;

function count(trial: () => boolean): number {
  let hits = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) if (trial()) hits += 1;
  return hits;
}

for (const spread of [0.03, 0.1, 0.2]) {
  const alarms = count(() => {
    const one = seriesOf(runs(5, 100, spread), runs(5, 100, spread));
    return judge([one], new Map([[one.key, branch(levels(20, 100), spread)]]), 19).some(isAlarm);
  });
  figures.push(
    share(`A/A, 5+5, 20 commits of history, ${spread * 100} %`, alarms, repetitions, { atMost: 0.005 }),
  );
}

const ofTen = count(() => {
  const series = Array.from({ length: 10 }, (_, index) =>
    seriesOf(runs(5, 100, 0.1), runs(5, 100, 0.1), { name: Masked.parse(`metric_${index}`) }),
  );
  return judge(series, new Map(), 0).some(isAlarm);
});
figures.push(share('A/A, any alarm of ten figures, 5+5, 10 %', ofTen, repetitions, { atMost: 0.01 }));

const peeked = count(() => {
  const [before, after] = [runs(5, 100, 0.1), runs(5, 100, 0.1)];
  for (let rerun = 0; rerun < 20; rerun += 1) {
    if (judge([seriesOf(before, after)], new Map(), 0, rerun).some(isAlarm)) return true;
    before.push(...runs(2, 100, 0.1));
    after.push(...runs(2, 100, 0.1));
  }
  return false;
});
figures.push(
  share('A/A, any alarm in 20 looks, 2+2 more runs each', peeked, repetitions, { atMost: 2 * 0.005 }),
);

const STEP = 1.4;
for (const [after, name] of [
  [8, '8 commits after it'],
  [1, '1 commit after it'],
] as const) {
  const course = [...levels(8, 100), ...levels(after, 100 * STEP)];
  const blamed = count(() => {
    const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP, 0.05));
    return judge([one], new Map([[one.key, branch(course, 0.05)]]), 7).some(isBlamed);
  });
  figures.push(
    share(`a step of 40 % before the change is blamed on it, 5 %, ${name}`, blamed, repetitions, null),
  );
}

const excused = count(() => {
  const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP, 0.05));
  return judge([one], new Map([[one.key, branch(levels(20, 100), 0.05)]]), 8).some(
    ({ before }) => before !== null,
  );
});
figures.push(
  share("a change's own 40 % is put before it, level branch", excused, repetitions, { atMost: 0.005 }),
);

const added = count(() => {
  const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP * STEP, 0.05));
  const course = [...levels(8, 100), ...levels(8, 100 * STEP)];
  return judge([one], new Map([[one.key, branch(course, 0.05)]]), 7).some(({ before }) => before !== null);
});
figures.push(
  share("a change's own 40 % is put before it, behind a step of 40 %", added, repetitions, { atMost: 0.005 }),
);

const pulled = count(() => {
  const [, ...good] = runs(6, 100, 0.03);
  const one = seriesOf([...good, 250], runs(6, 100, 0.03));
  return judge([one], new Map(), 0)[0]?.answer !== 'no-change';
});
figures.push(
  share(
    'one run of six of the baseline at 2.5 times: answer other than no change, 3 %',
    pulled,
    repetitions,
    null,
  ),
);

printFigures('What the analyse step answers', figures, options);
