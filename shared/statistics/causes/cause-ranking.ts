/** One candidate cause, strongest first in a ranking. */
export interface Cause {
  readonly node: string;
  /** Share of all candidates' evidence, 0 to 1; the shares of a ranking sum to 1. */
  readonly score: number;
  /** Size of the node's strongest sign in robust standard deviations of its own normal behaviour. */
  readonly strength: number;
  /** Metric that shows it; null when the ranking looks at one metric only. */
  readonly metric: string | null;
  /** One sentence with the figures behind the rank. */
  readonly reason: string;
}

/** An empty list with a reason is an answer: nothing stands out of normal behaviour, so nobody is named. */
export interface CauseRanking {
  readonly causes: readonly Cause[];
  readonly reason: string;
}

/** Directed calls: who calls whom. Failures and waiting travel from callee to caller. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
}

/** Callees (or with 'callers' callers) of every node. */
export function neighboursOf(
  calls: readonly Call[],
  towards: 'callees' | 'callers',
): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  for (const { caller, callee } of calls) {
    const [from, to] = towards === 'callees' ? [caller, callee] : [callee, caller];
    if (from === to) continue;
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else if (!known.includes(to)) known.push(to);
  }
  return neighbours;
}

/** The node and all that is reached from it, nearest first; cycles are walked once. */
export function reachableFrom(
  start: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const seen = new Set([start]);
  for (const node of seen) for (const next of neighbours.get(node) ?? []) seen.add(next);
  return [...seen];
}
