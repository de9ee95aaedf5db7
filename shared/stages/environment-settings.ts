import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Measurement } from '../contracts/measurement.ts';

/** Name of the load among settings; facts have no blanks in their names. */
export const LOAD = 'requests per second';
const REQUESTS = 'http_reqs';
/** Closer than this, two numbers are one setting. */
const SAME = 0.02;

/** Something that the two environments may differ in. */
export interface Setting {
  readonly name: string;
  /** The middle of the runs for numbers, all values otherwise; null: not told. */
  readonly reference: Masked | null;
  readonly other: Masked | null;
  /** other / reference, of numbers. */
  readonly ratio: number | null;
  readonly differs: boolean;
}

/** Numbers that a run was measured under: its load, and facts that are plain numbers above 0 (cpus, data size). */
export function covariatesOf(run: Measurement): Readonly<Record<string, number>> {
  const load = loadOf(run);
  const numbers = Object.entries(run.environment.facts).flatMap(([name, text]): [string, number][] => {
    const value = numberOf(text);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(load === null ? numbers : [...numbers, [LOAD, load]]);
}

/** Requests per second over the whole run; null where the tool did not say. */
export function loadOf(run: Measurement): number | null {
  const requests = run.metrics.find((metric) => isLoad(metric.name, metric.labels));
  const rate = requests?.statistics.find(({ name }) => name === 'rate')?.value;
  return rate !== undefined && rate > 0 ? rate : null;
}

/** Whether a metric is the load itself and no figure to compare. */
export function isLoad(name: string, labels: Readonly<Record<string, unknown>>): boolean {
  return name === REQUESTS && Object.keys(labels).length === 0;
}

/** Load and facts of both sides; the names of the environments are not among them. */
export function settingsOf(
  reference: readonly Measurement[],
  other: readonly Measurement[],
): readonly Setting[] {
  const names = new Set([...reference, ...other].flatMap((run) => Object.keys(run.environment.facts)));
  return [LOAD, ...[...names].sort()].map((name) => {
    const sides = [reference, other].map((runs) => valuesOf(runs, name));
    const [before = [], after = []] = sides;
    const numbers = sides.map((values) => values.map(numberOf).filter((value) => value !== null));
    const [a = [], b = []] = numbers;
    const isNumeric = before.length > 0 && a.length === before.length && b.length === after.length;
    if (isNumeric && after.length > 0) {
      const [low, high] = [middle(a), middle(b)];
      return {
        name,
        reference: maskedName(short(low)),
        other: maskedName(short(high)),
        ratio: high / low,
        differs: Math.abs(high - low) > SAME * Math.max(high, low),
      };
    }
    const [one, two] = [listed(before), listed(after)];
    return { name, reference: one, other: two, ratio: null, differs: one !== two };
  });
}

function valuesOf(runs: readonly Measurement[], name: string): readonly Masked[] {
  return runs.flatMap((run): Masked[] => {
    const load = name === LOAD ? loadOf(run) : null;
    const told =
      name === LOAD ? (load === null ? undefined : maskedName(short(load))) : run.environment.facts[name];
    return told === undefined ? [] : [told];
  });
}

function listed(values: readonly Masked[]): Masked | null {
  const distinct = [...new Set(values)].sort();
  return distinct.length === 0 ? null : joinMasked(distinct.slice(0, 5), maskedText`, `);
}

function numberOf(text: string): number | null {
  return /^\d{1,15}(\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted.length >> 1;
  const upper = sorted[at] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[at - 1] ?? upper) + upper) / 2;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
