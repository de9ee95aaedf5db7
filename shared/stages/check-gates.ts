import type { BudgetResult } from '../contracts/finding.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Measured } from '../contracts/measured.ts';
import type { RollingGate } from '../contracts/plan.ts';
import { fits } from '../policy/match-rule.ts';
import { judgeGate } from '../statistics/gates/adaptive-gate.ts';
import { branchCourse, medianOf } from './branch-course.ts';
import { seriesKey } from './group-series.ts';
import type { History, WantedSeries } from './read-history.ts';

/** A gate's figure in the change: its runs' values and where its history is found. */
interface GatedFigure extends WantedSeries {
  readonly metric: BudgetResult['metric'];
  readonly values: readonly number[];
  readonly from: number | null;
}

/** Figures of one gate; a pattern that fits many metrics gives one for each. */
export interface Gated {
  readonly gate: RollingGate;
  readonly figures: readonly GatedFigure[];
}

const MOST_RESULTS = 100;

/** The figures that the policy's gates are on: of each metric that fits, the one with the fewest labels, which is the whole. */
export function gatedFigures(gates: readonly RollingGate[], parts: readonly Measured[]): readonly Gated[] {
  return gates.map((gate) => ({ gate, figures: figuresOf(gate, parts) }));
}

/**
 * Each gate against the newest values of the branch, in the form of a budget whose bound rolls. Without an earlier value only the
 * fixed limit counts, and the result is `no-baseline`, never a pass in disguise.
 * @param number ids go on from here: `B4` after three budgets
 */
export function checkGates(gated: readonly Gated[], history: History, number: number): BudgetResult[] {
  return gated
    .flatMap(({ gate, figures }): Omit<BudgetResult, 'id'>[] => {
      const about = {
        statistic: gate.statistic,
        onBreach: gate.onBreach,
        ...(gate.mode === undefined ? {} : { mode: gate.mode }),
        source: `gate ${gate.id}`,
      };
      if (figures.length === 0) {
        const none = { value: null, max: null, min: null, rolling: { median: null, values: 0 } };
        return [{ ...about, metric: maskedName(gate.metric), ...none, result: 'not-measured' }];
      }
      return figures.map(({ key, metric, values, from }) => {
        const value = medianOf(values);
        const earlier = branchCourse(history.get(key) ?? [], from).values;
        const { result, baseline, threshold } = judgeGate(value, earlier, gateOf(gate));
        const bound = gate.direction === 'lower-is-better' ? 'max' : 'min';
        return {
          ...about,
          metric,
          value,
          max: null,
          min: null,
          [bound]: threshold,
          result: RESULTS[result],
          rolling: { median: baseline, values: Math.min(earlier.length, gate.window) },
        };
      });
    })
    .slice(0, MOST_RESULTS)
    .map((result, index) => ({ id: `B${number + index + 1}`, ...result }));
}

const RESULTS = { pass: 'kept', fail: 'breached', 'no-baseline-yet': 'no-baseline' } as const;

function gateOf({
  direction,
  window,
  allowed,
  limit,
  noiseFactor,
}: RollingGate): Parameters<typeof judgeGate>[2] {
  return { direction, window, allowed, noiseFactor, ...(limit === undefined ? {} : { limit }) };
}

function figuresOf(gate: RollingGate, parts: readonly Measured[]): readonly GatedFigure[] {
  const found = new Map<string, { figure: GatedFigure & { values: number[] }; labels: number }>();
  for (const measurement of parts.flatMap((part) => part.candidate)) {
    const at = measurement.startedAt === null ? null : Date.parse(measurement.startedAt);
    for (const metric of measurement.metrics.filter(({ name }) => fits(name, gate.metric))) {
      const statistic = metric.statistics.find(({ name }) => name === gate.statistic);
      if (statistic === undefined) continue;
      const key = seriesKey(metric, statistic.name);
      const known = found.get(key);
      if (known !== undefined) {
        known.figure.values.push(statistic.value);
        continue;
      }
      const environment = measurement.environment.name;
      const figure = { key, environment, metric: metric.name, values: [statistic.value], from: at };
      found.set(key, { figure, labels: Object.keys(metric.labels).length });
    }
  }
  const byMetric = Map.groupBy(found.values(), ({ figure }) => figure.metric);
  return [...byMetric.values()].flatMap((same) => {
    const fewest = Math.min(...same.map(({ labels }) => labels));
    return same.filter(({ labels }) => labels === fewest).map(({ figure }) => figure);
  });
}
