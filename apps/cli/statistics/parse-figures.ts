import type { Statistic } from '../../../shared/contracts/measurement.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { sampleOf } from '../../../shared/statistics/sketch/compare-sketches.ts';
import { looksLikeSketch, parseSketch } from '../../../shared/statistics/sketch/parse-sketch.ts';
import type { QuantileSketch } from '../../../shared/statistics/sketch/quantile-sketch.ts';
import { type Facts, factsFrom } from './environment-facts.ts';

/** Figures of one run, told by a summary or a quantile sketch. */
export interface RunFigures {
  readonly kind: 'summary' | 'sketch';
  /** Mean and percentiles, which are judged. */
  readonly statistics: readonly Statistic[];
  /** Requests that failed, where the summary counts them. */
  readonly errors: { readonly events: number; readonly count: number } | null;
  /** False for a run that broke off. */
  readonly complete: boolean;
  /** What the run was measured on, as far as a summary tells it. */
  readonly facts: Facts;
  /** Figures that are not judged, such as `max`. */
  readonly aside: readonly string[];
}

const PERCENTILE = /^p\(?(\d{1,2}(?:\.\d{1,3})?)\)?$/i;
const NAMES: Readonly<Record<string, string>> = {
  mean: 'mean',
  avg: 'mean',
  median: 'p50',
  med: 'p50',
  value: 'value',
};
const OF_SKETCHES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
const COUNTS: ReadonlySet<string> = new Set(['count', 'errors']);
const MEMBERS: ReadonlySet<string> = new Set([...COUNTS, 'complete', 'environment']);
const MOST_FIGURES = 18;
const EXPECTED =
  'a run such as {"p50":12,"p95":31,"p99":58,"count":10000,"errors":0}, or a quantile sketch with "relativeError", "count", "min", "max", "positive"';

/** Whether JSON that is no list of numbers may be runs: an object that no tool writes, or an array of objects. */
export function mayBeFigures(value: unknown): boolean {
  if (Array.isArray(value)) return isObject(value[0]);
  return isObject(value) && !('metrics' in value || 'results' in value);
}

/**
 * Runs from JSON: one object, an array of them, or `{"runs":[…]}`; each a summary of a run or a quantile sketch of its samples.
 * @throws PermanentError(`SAMPLE_INVALID`) naming the run and the member that is wrong
 */
export function parseFigures(value: unknown): readonly RunFigures[] {
  const wrapped = isObject(value) && Array.isArray(value['runs']) ? value['runs'] : value;
  const runs: readonly unknown[] = Array.isArray(wrapped) ? wrapped : [wrapped];
  return runs.map((run, index) => {
    const where = runs.length === 1 ? 'the run' : `runs[${index}]`;
    return looksLikeSketch(run) ? fromSketch(parseSketch(run, where)) : fromSummary(run, where);
  });
}

function fromSketch(sketch: QuantileSketch): RunFigures {
  // A run without a request has a sketch all the same, and no figure.
  const quantiles = sketch.count === 0 ? [] : Object.entries(OF_SKETCHES);
  const statistics = quantiles.map(([name, quantile]): Statistic => {
    const { value, withinVariance } = sampleOf(sketch, quantile);
    const variance = withinVariance === undefined || withinVariance === 0 ? {} : { withinVariance };
    return { name, value, count: sketch.count, ...variance };
  });
  return { kind: 'sketch', statistics, errors: null, complete: true, facts: {}, aside: [] };
}

function fromSummary(run: unknown, where: string): RunFigures {
  if (!isObject(run)) throw invalid(`${where} is no object; expected ${EXPECTED}`);
  const tells = membersOf(run, where);
  const count = countOf(tells.get('count'), 'count', where);
  const errors = errorsOf(tells.get('errors'), count, where);
  const named = Object.entries(run).map(([key, value]) => ({ key, value, name: figureName(key) }));
  // Null: a percentile that the run could not tell; the others stand.
  const told = named.flatMap(({ key, value, name }): Statistic[] => {
    if (name === null || value === null) return [];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw invalid(`${where}: "${key}" is no finite number`);
    return [{ name, value, ...(count === null ? {} : { count }) }];
  });
  const twice = told.find(({ name }, index) => told.findIndex((one) => one.name === name) < index);
  if (twice !== undefined) throw invalid(`${where} tells ${twice.name} twice`);
  checkOrder(told, where);
  if (told.length > MOST_FIGURES) throw invalid(`${where} has more than ${MOST_FIGURES} figures`);
  // A run that broke off before its first request says so; it has no figure and is no mistake.
  if (told.length === 0 && errors === null && count !== 0)
    throw invalid(`${where} has no figure; expected ${EXPECTED}`);
  const aside = named.filter(({ key, value, name }) => {
    return name === null && typeof value === 'number' && !COUNTS.has(key.toLowerCase());
  });
  return {
    kind: 'summary',
    statistics: told,
    errors,
    complete: tells.get('complete') !== false,
    facts: factsOf(tells.get('environment'), where),
    aside: aside.map(({ key }) => key),
  };
}

/** What is no figure, by its name in lower case: tables write `Count` as they write `P95`. */
function membersOf(run: Readonly<Record<string, unknown>>, where: string): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [key, value] of Object.entries(run)) {
    const name = key.toLowerCase();
    if (members.has(name) && MEMBERS.has(name)) throw invalid(`${where} tells ${name} twice`);
    members.set(name, value);
  }
  return members;
}

/** A percentile cannot lie below a lower one. */
function checkOrder(statistics: readonly Statistic[], where: string): void {
  const percentiles = statistics
    .flatMap(({ name, value }) =>
      name.startsWith('p') ? [{ name, value, share: Number(name.slice(1)) }] : [],
    )
    .sort((a, b) => a.share - b.share);
  for (const [index, higher] of percentiles.entries()) {
    const lower = percentiles[index - 1];
    if (lower !== undefined && higher.value < lower.value)
      throw invalid(
        `${where}: ${higher.name} is ${higher.value}, below ${lower.name}, which is ${lower.value}; percentiles cannot fall`,
      );
  }
}

function errorsOf(told: unknown, count: number | null, where: string): RunFigures['errors'] {
  const events = countOf(told, 'errors', where);
  if (events === null) return null;
  if (count === null || events > count) {
    throw invalid(`${where}: "errors" needs "count", the requests of the run, and is at most that`);
  }
  return count === 0 ? null : { events, count };
}

function factsOf(environment: unknown, where: string): Facts {
  const facts = factsFrom(environment ?? {});
  if (facts !== null) return facts;
  throw invalid(
    `${where}: "environment" must be a name or an object such as {"machine":"c5.large","cpus":4}`,
  );
}

/** `p95`, `P95`, `p(95)`, `med`, `avg`: what is judged. */
export function figureName(key: string): string | null {
  const percentile = PERCENTILE.exec(key)?.[1];
  if (percentile !== undefined) return `p${percentile}`;
  return NAMES[key.toLowerCase()] ?? null;
}

function countOf(told: unknown, name: string, where: string): number | null {
  const value = told ?? null;
  if (value === null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`${where}: "${name}" must be a whole number of 0 or more`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(why: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', `${why}.`);
}
