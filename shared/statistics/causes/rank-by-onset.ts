import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Call, type Cause, type CauseRanking, neighboursOf, reachableFrom } from './cause-ranking.ts';
import { type Onset, onsetOfChange } from './onset-of-change.ts';

/** One metric of one node on a time grid that all series share; null where a value is missing. */
export interface TimedSeries {
  readonly node: string;
  readonly metric: string;
  readonly values: readonly (number | null)[];
}

export interface OnsetInput {
  readonly series: readonly TimedSeries[];
  /** Index before which everything was normal; onsets are searched from here on. */
  readonly searchFrom: number;
  /** Who calls whom, when known: a callee can trouble its callers, not the other way round. */
  readonly calls?: readonly Call[];
  /** Steps within which trouble usually has reached all it will; later changes count less. Default 20. */
  readonly usualLag?: number;
}

/** Strength from which a series counts as changed: a false one in at most a tenth of quiet times of 200 series. */
const CHANGED = 6;
/** Weight of a node that a candidate does not explain: another cause, or chance. */
const UNEXPLAINED = 0.05;
/** Of two that may be first the one that changed more, in its own deviations, is likelier: trouble wears off on its way. */
const SIZE_COUNTS = 1;
/**
 * Without a graph an early bystander could be behind all that came later. Trouble rarely grows on its way, so a node
 * explains one that changed more only by this power of the ratio of their changes: the root, because deviations are each
 * node's own and a quiet caller may show more of them.
 */
const WEARS_OFF = 0.5;
/** A candidate explains a node when it came first with at least this probability. */
const CAME_FIRST = 0.2;

interface Candidate {
  readonly node: string;
  readonly metric: string;
  readonly onset: Onset;
}

/**
 * Ranks causes by change-time alignment: a cause changes before what it troubles, and troubles its callers only. Each
 * changed node is scored by how probably it came before every other changed node that it can trouble; the best is
 * taken, what it explains is set aside, and the rest ranked again, so that several causes are found one after another.
 * @throws PermanentError SAMPLE_INVALID without series or when their lengths differ
 */
export function rankByOnset({ series, searchFrom, calls, usualLag = 20 }: OnsetInput): CauseRanking {
  const [first] = series;
  if (first === undefined)
    throw new PermanentError('SAMPLE_INVALID', 'There is no series to rank causes by.');
  const odd = series.find((each) => each.values.length !== first.values.length);
  if (odd !== undefined) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `Series ${odd.node} ${odd.metric} has ${odd.values.length} values, ${first.node} ${first.metric} has ${first.values.length}; all must share one time grid.`,
    );
  }
  const changed = changedNodes(series, searchFrom);
  if (changed.length === 0) {
    return { causes: [], reason: `Nothing found: none of ${series.length} series left its normal level.` };
  }
  const explains = explanations(changed, calls, usualLag);
  const order = calls === undefined ? orderAtOnce(changed, explains) : orderByTurns(changed, explains);
  const weights = order.map((_, rank) => 1 / (rank + 1) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const causes = order.map((index, rank): Cause => {
    const { node, metric, onset } = changed[index]!;
    const others = changed.filter(
      (_, other) => other !== index && explains[index]![other]! >= CAME_FIRST,
    ).length;
    return {
      node,
      metric,
      score: weights[rank]! / total,
      strength: onset.strength,
      reason: `${metric} changed at ${onset.at} by ${short(onset.shift)} standard deviations, before ${others} of ${changed.length - 1} other changed nodes that it can trouble.`,
    };
  });
  return {
    causes,
    reason: `${changed.length} nodes changed; ${causes[0]!.node} first among those that explain the others.`,
  };
}

/** The strongest change of every node that changed, ordered by name so that the input's order does not matter. */
function changedNodes(series: readonly TimedSeries[], searchFrom: number): readonly Candidate[] {
  const strongest = new Map<string, Candidate>();
  for (const { node, metric, values } of series) {
    const onset = onsetOfChange(values, searchFrom);
    if (onset === null || onset.strength < CHANGED) continue;
    if (onset.strength > (strongest.get(node)?.onset.strength ?? 0))
      strongest.set(node, { node, metric, onset });
  }
  return [...strongest.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
}

/** explains[i][j]: probability that i came before j (a tie counts half) and, without a graph, can have caused as much; 0 where i cannot trouble j. */
function explanations(
  changed: readonly Candidate[],
  calls: readonly Call[] | undefined,
  usualLag: number,
): readonly Float64Array[] {
  const callers = calls === undefined ? null : neighboursOf(calls, 'callers');
  return changed.map((cause) => {
    const reached = callers === null ? null : new Set(reachableFrom(cause.node, callers));
    return Float64Array.from(changed, (effect) => {
      if (effect === cause || (reached !== null && !reached.has(effect.node))) return 0;
      const late = Math.max(0, effect.onset.at - cause.onset.at - usualLag);
      const before = cameBefore(cause.onset.cumulative, effect.onset.cumulative) * Math.exp(-late / usualLag);
      return callers === null ? before * wornOff(cause.onset.shift, effect.onset.shift) : before;
    });
  });
}

function wornOff(cause: number, effect: number): number {
  return Math.min(1, Math.abs(cause / effect)) ** WEARS_OFF;
}

function cameBefore(first: Float64Array, second: Float64Array): number {
  let probability = 0;
  let before = 0;
  for (let index = 0; index < second.length; index++) {
    const mass = second[index]! - (index === 0 ? 0 : second[index - 1]!);
    probability += mass * ((before + first[index]!) / 2);
    before = first[index]!;
  }
  return probability;
}

/** Without a graph whatever came later could be an effect, so nothing is set aside. */
function orderAtOnce(changed: readonly Candidate[], explains: readonly Float64Array[]): readonly number[] {
  const all = changed.map((_, index) => index);
  const scores = all.map((index) => scoreOf(index, all, changed, explains));
  return all.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

function orderByTurns(changed: readonly Candidate[], explains: readonly Float64Array[]): readonly number[] {
  const order: number[] = [];
  let open = changed.map((_, index) => index);
  const left = new Set(open);
  while (left.size > 0) {
    if (open.length === 0) open = [...left];
    const best = [...left].reduce((a, b) =>
      scoreOf(b, open, changed, explains) > scoreOf(a, open, changed, explains) ? b : a,
    );
    order.push(best);
    left.delete(best);
    open = open.filter((index) => index !== best && explains[best]![index]! < CAME_FIRST);
  }
  return order;
}

/** Log-likelihood that this node is behind the open ones, a little more for a stronger change. */
function scoreOf(
  index: number,
  open: readonly number[],
  changed: readonly Candidate[],
  explains: readonly Float64Array[],
): number {
  let score = SIZE_COUNTS * Math.log(Math.abs(changed[index]!.onset.shift) + 1);
  for (const other of open) {
    if (other !== index) score += Math.log(Math.max(UNEXPLAINED, explains[index]![other]!));
  }
  return open.includes(index) ? score : score + Math.log(UNEXPLAINED);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
