import { commitName, commitsOf, seriesOf } from '../../test/support/compared-series.ts';
import { planOf } from '../../test/support/analysis-of.ts';
import type { Finding } from '../../shared/contracts/finding.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { DEFAULT_BASELINE_AGES } from '../../shared/contracts/plan.ts';
import { errorRates } from '../../shared/stages/error-rates.ts';
import { type ComparedSeries, figurePath } from '../../shared/stages/group-series.ts';
import { judgeSeries } from '../../shared/stages/judge-series.ts';
import type { CommitRuns, History } from '../../shared/stages/read-history.ts';
import { DEFAULT_ALPHA } from '../../shared/statistics/compare/settle.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { adjustHierarchy } from '../../shared/statistics/multiplicity/adjust-hierarchy.ts';
import { adjustFamily } from '../../shared/statistics/multiplicity/false-discovery.ts';
import { benchOptions, type Figure, printFigures, share, timesForBar } from './compare-simulation.ts';

/**
 * What the analyse step as a whole does: false alarms, second looks, steps before the change, bad runs of a baseline.
 * `--only=TEXT`: the cells whose name has the text; `--times=N`: repetitions. Each cell has a random source of its own, so that it gives
 * the same alone. A cell with a bar is repeated until its error is a tenth of it.
 */
const options = benchOptions();
const { only } = options;
const policy = { ...planOf().policy, alpha: DEFAULT_ALPHA, falseDiscoveryRate: 0.01 };
const figures: Figure[] = [];
let cells = 0;
let random = options.random;

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
    ...about(baseline),
    policy: { ...policy, alpha, falseDiscoveryRate },
  }).findings;
}

function about(baseline: number): Omit<Parameters<typeof judgeSeries>[2], 'policy'> {
  return {
    service: 'orders',
    baselineCommit: commitName(baseline),
    candidateCommit: 'f'.repeat(40),
    ages: DEFAULT_BASELINE_AGES,
    pin: null,
    budgets: [],
  };
}

const isAlarm = ({ answer }: Finding): boolean => answer === 'regression' || answer === 'improvement';
const isBlamed = ({ answer, before }: Finding): boolean => answer === 'regression' && before === null;

/** One cell: the share of repetitions in which the trial says yes. */
function cell(name: string, bar: Figure['bar'], trial: () => boolean): void {
  cells += 1;
  if (!name.includes(only)) return;
  random = createRandom(options.seed + cells);
  const ofBar = bar !== null && 'atMost' in bar ? timesForBar(bar.atMost) : 0;
  const repetitions = options.times ?? Math.max(options.full ? 20_000 : 3_000, ofBar);
  let hits = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) if (trial()) hits += 1;
  figures.push(share(name, hits, repetitions, bar));
}

for (const spread of [0.03, 0.1, 0.2]) {
  cell(`A/A, 5+5, 20 commits of history, ${spread * 100} %`, { atMost: 0.005 }, () => {
    const one = seriesOf(runs(5, 100, spread), runs(5, 100, spread));
    return judge([one], new Map([[one.key, branch(levels(20, 100), spread)]]), 19).some(isAlarm);
  });
}

cell('A/A, any alarm of ten figures, 5+5, 10 %', { atMost: 0.01 }, () => {
  const series = Array.from({ length: 10 }, (_, index) =>
    seriesOf(runs(5, 100, 0.1), runs(5, 100, 0.1), { name: Masked.parse(`metric_${index}`) }),
  );
  return judge(series, new Map(), 0).some(isAlarm);
});

cell('A/A, any alarm in 20 looks, 2+2 more runs each', { atMost: 2 * 0.005 }, () => {
  const [before, after] = [runs(5, 100, 0.1), runs(5, 100, 0.1)];
  for (let rerun = 0; rerun < 20; rerun += 1) {
    if (judge([seriesOf(before, after)], new Map(), 0, rerun).some(isAlarm)) return true;
    before.push(...runs(2, 100, 0.1));
    after.push(...runs(2, 100, 0.1));
  }
  return false;
});

const STEP = 1.4;
for (const [after, name] of [
  [8, '8 commits after it'],
  [1, '1 commit after it'],
] as const) {
  const course = [...levels(8, 100), ...levels(after, 100 * STEP)];
  cell(`a step of 40 % before the change is blamed on it, 5 %, ${name}`, null, () => {
    const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP, 0.05));
    return judge([one], new Map([[one.key, branch(course, 0.05)]]), 7).some(isBlamed);
  });
}

cell("a change's own 40 % is put before it, level branch", { atMost: 0.005 }, () => {
  const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP, 0.05));
  return judge([one], new Map([[one.key, branch(levels(20, 100), 0.05)]]), 8).some(
    ({ before }) => before !== null,
  );
});

cell("a change's own 40 % is put before it, behind a step of 40 %", { atMost: 0.005 }, () => {
  const one = seriesOf(runs(5, 100, 0.05), runs(5, 100 * STEP * STEP, 0.05));
  const course = [...levels(8, 100), ...levels(8, 100 * STEP)];
  return judge([one], new Map([[one.key, branch(course, 0.05)]]), 7).some(({ before }) => before !== null);
});

cell('one run of six of the baseline at 2.5 times: answer other than no change, 3 %', null, () => {
  const [, ...good] = runs(6, 100, 0.03);
  const one = seriesOf([...good, 250], runs(6, 100, 0.03));
  return judge([one], new Map(), 0)[0]?.answer !== 'no-change';
});

// The correction of the verdict, over figures and over metrics, beside that over figures alone.
const METRICS = 12;
const PERCENTILES = ['p50', 'p95', 'p99'] as const;
/** Twelve metrics of three percentiles each, which share most of their noise; `slower` tells which are shifted. */
function tree(slower: (metric: number, percentile: number) => boolean): readonly ComparedSeries[] {
  return Array.from({ length: METRICS }, (_, metric) => {
    const [before, after] = [runs(8, 1, 0.07), runs(8, 1, 0.07)];
    return PERCENTILES.map((statistic, at) => {
      const side = (common: readonly number[], level: number): number[] =>
        common.map((value) => level * value * Math.exp(0.07 * random.normal()));
      const series = seriesOf(side(before, 100), side(after, slower(metric, at) ? 124 : 100), {
        name: Masked.parse(`metric_${metric}`),
      });
      return { ...series, statistic, key: `${series.key} ${statistic}` };
    });
  }).flat();
}

/** Figures called, by both corrections at the policy's rate, of those that the test by itself calls. */
function called(series: readonly ComparedSeries[]): Readonly<Record<'flat' | 'hierarchical', boolean[]>> {
  const findings = judgeSeries(series, new Map(), {
    ...about(0),
    policy: { ...policy, falseDiscoveryRate: 1 },
  }).findings;
  const hypotheses = findings.map(({ metric, labels, statistic, pValue }) => ({
    path: figurePath(metric, labels, statistic),
    pValue: pValue ?? 1,
  }));
  const chosen = (discovered: readonly boolean[]): boolean[] =>
    findings.map((one, index) => isAlarm(one) && discovered[index] === true);
  const pValues = hypotheses.map(({ pValue }) => pValue);
  return {
    flat: chosen(adjustFamily(pValues, policy.falseDiscoveryRate).discovered),
    hierarchical: chosen(adjustHierarchy(hypotheses, policy.falseDiscoveryRate).discovered),
  };
}

for (const correction of ['flat', 'hierarchical'] as const) {
  cell(`A/A, any alarm of 12 metrics of 3 percentiles, 8+8, 10 %, ${correction}`, { atMost: 0.01 }, () =>
    called(tree(() => false))[correction].some(Boolean),
  );
  cell(`one percentile of one metric 24 % slower is called, ${correction}`, null, () =>
    Boolean(called(tree((metric, at) => metric === 0 && at === 1))[correction][1]),
  );
  cell(`p95 of a metric that is 24 % slower as a whole is called, ${correction}`, null, () =>
    Boolean(called(tree((metric) => metric === 0))[correction][1]),
  );
  cell(`p95 of one of six metrics 24 % slower is called, ${correction}`, null, () =>
    Boolean(called(tree((metric) => metric < 6))[correction][1]),
  );
}

for (const spread of [0.1, 0.2]) {
  cell(`A/A, 5+5, 10 commits of history, ${spread * 100} %`, { atMost: 0.005 }, () => {
    const one = seriesOf(runs(5, 100, spread), runs(5, 100, spread));
    return judge([one], new Map([[one.key, branch(levels(10, 100), spread)]]), 9).some(isAlarm);
  });
}

printFigures('What the analyse step answers', figures, options);
