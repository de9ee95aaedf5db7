import { PermanentError } from '../../errors/pipeline-error.ts';
import { type Call, type Cause, type CauseRanking, neighboursOf, reachableFrom } from './cause-ranking.ts';
import { excessOf, type FlowSeries, type NodeExcess } from './node-excess.ts';

export interface ImpactInput {
  /** The node whose users feel it (an SLO that broke). */
  readonly symptom: string;
  /** Harm of one kind at every node: waiting, or failures. */
  readonly amount: 'time' | 'failures';
  readonly series: readonly FlowSeries[];
  readonly calls: readonly Call[];
}

/** Share of normal windows that may name somebody. */
const FALSE_NAMES = 0.05;
/** A name needs this strength even where normal windows are quieter. */
const LEAST_STRENGTH = 3;
/** Once somebody is named, others from this strength on are listed too. */
const WORTH_LISTING = 2;

/**
 * Ranks causes of a symptom along the call graph by flow of harm: a node's excess (waiting or failures above its normal
 * level, times its requests) less what its callees have in excess is what began there; the symptom's callees, direct
 * and indirect, are ranked by it. Whether anybody is named is calibrated on the normal window itself: the strongest
 * excess (in spreads of that node's own normal windows of the same length) must exceed what 95 % of the normal windows
 * show at any node.
 * @throws PermanentError SAMPLE_INVALID when the symptom is in neither graph nor series, or lengths differ
 */
export function rankByImpact(input: ImpactInput): CauseRanking {
  const callees = neighboursOf(input.calls, 'callees');
  const nodes = reachableFrom(input.symptom, callees);
  if (nodes.length === 1 && !input.series.some((series) => series.node === input.symptom)) {
    throw new PermanentError(
      'SAMPLE_INVALID',
      `The symptom "${input.symptom}" is in neither the call graph nor the series.`,
    );
  }
  const known = new Map<string, NodeExcess>();
  for (const series of input.series) {
    if (!nodes.includes(series.node)) continue;
    const excess = excessOf(series, input.amount);
    if (excess !== null) known.set(series.node, excess);
  }
  const candidates = [...known.keys()].filter((node) => node !== input.symptom);
  const own = (node: string, at: (excess: NodeExcess) => number): number =>
    ownExcess(node, known, callees, at);
  const strength = (node: string): number => (own(node, incident) > 0 ? known.get(node)!.strength : 0);
  const threshold = Math.max(LEAST_STRENGTH, strengthOfNormalWindows(candidates, known, callees));
  const strongest = candidates.reduce((most, node) => Math.max(most, strength(node)), 0);
  if (strongest <= threshold) {
    return {
      causes: [],
      reason: `Nothing found: the strongest of ${candidates.length} nodes is at ${short(strongest)} spreads; normal windows reach ${short(threshold)}.`,
    };
  }
  const listed = candidates.filter((node) => strength(node) >= WORTH_LISTING);
  const total = listed.reduce((sum, node) => sum + own(node, incident), 0);
  const causes = listed
    .map((node): Cause => {
      const began = own(node, incident);
      const { strength: size, total: all } = known.get(node)!;
      const unit = input.amount === 'time' ? 'waiting' : 'failures';
      const reason = `${short(began)} of its ${short(all)} ${unit} in excess began at ${node} itself, ${short(size)} spreads above normal.`;
      return { node, score: began / total, strength: size, metric: null, reason };
    })
    .sort((a, b) => b.score - a.score || b.strength - a.strength || (a.node < b.node ? -1 : 1));
  return {
    causes,
    reason: `${causes.length} nodes below ${input.symptom} are in excess; most began at ${causes[0]!.node}.`,
  };
}

const incident = (excess: NodeExcess): number => excess.total;

/** Excess that no callee with data accounts for. */
function ownExcess(
  node: string,
  known: ReadonlyMap<string, NodeExcess>,
  callees: ReadonlyMap<string, readonly string[]>,
  at: (excess: NodeExcess) => number,
): number {
  let left = at(known.get(node)!);
  for (const callee of callees.get(node) ?? []) {
    const below = known.get(callee);
    if (below !== undefined) left -= Math.max(0, at(below));
  }
  return left;
}

/** The strength that the given share of normal windows stays below at every node. */
function strengthOfNormalWindows(
  candidates: readonly string[],
  known: ReadonlyMap<string, NodeExcess>,
  callees: ReadonlyMap<string, readonly string[]>,
): number {
  const count = Math.min(...candidates.map((node) => known.get(node)!.normalWindows.length));
  if (!Number.isFinite(count) || count === 0) return 0;
  const strongest = new Float64Array(count);
  for (let window = 0; window < count; window++) {
    for (const node of candidates) {
      const excess = known.get(node)!;
      const size = excess.normalWindows[window]! / excess.spread;
      if (size <= strongest[window]!) continue;
      if (ownExcess(node, known, callees, (each) => each.normalWindows[window] ?? 0) > 0)
        strongest[window] = size;
    }
  }
  return strongest.sort()[Math.min(count - 1, Math.floor((1 - FALSE_NAMES) * count))]!;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
