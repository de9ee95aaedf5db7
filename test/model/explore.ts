/** A transition of a model: what happened, whether it was a fault, and the state after it. */
export interface Transition<State> {
  readonly label: string;
  readonly fault: boolean;
  readonly next: State;
}

export interface Model<State> {
  readonly initial: State;
  /** Every transition that is possible in a state; the order must not matter. */
  transitions(state: State): readonly Transition<State>[];
  /** States that differ only in names that do not matter have one key. */
  key(state: State): string;
  /** What must hold in every state, as the name of what is violated, or null. */
  violated(state: State): string | null;
  /** Whether everything that was promised is there; asked of states in which nothing more happens by itself. */
  isDone(state: State): boolean;
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** States in which nothing more happens without a fault. */
  readonly ends: number;
  /** The shortest way to a violated property, to an end that is not done, or around a circle without a fault. */
  readonly counterexample: { readonly property: string; readonly trace: readonly string[] } | null;
}

const MOST_STATES = 3_000_000;

/**
 * Visits every reachable state, breadth first, so that a counterexample is a shortest one. Liveness is asked as "no circle without a
 * fault, and every end is done": faults have budgets in the model, so with fair workers every run comes to such an end.
 * @throws RangeError when the model has more than three million states
 */
export function explore<State>(model: Model<State>): Exploration {
  const found = new Map<string, { readonly from: string | null; readonly label: string }>();
  const byOwnWill = new Map<string, readonly string[]>();
  const startKey = model.key(model.initial);
  found.set(startKey, { from: null, label: 'start' });
  let frontier: (readonly [string, State])[] = [[startKey, model.initial]];
  let [transitions, ends] = [0, 0];
  const told = (property: string, key: string): Exploration => ({
    states: found.size,
    transitions,
    ends,
    counterexample: { property, trace: traceTo(key, found) },
  });

  while (frontier.length > 0) {
    const following: (readonly [string, State])[] = [];
    for (const [key, state] of frontier) {
      const property = model.violated(state);
      if (property !== null) return told(property, key);
      const possible = model.transitions(state);
      const own: string[] = [];
      for (const { label, fault, next } of possible) {
        transitions += 1;
        const nextKey = model.key(next);
        if (!fault) own.push(nextKey);
        if (found.has(nextKey)) continue;
        if (found.size >= MOST_STATES) throw new RangeError(`The model has more than ${MOST_STATES} states.`);
        found.set(nextKey, { from: key, label });
        following.push([nextKey, next]);
      }
      byOwnWill.set(key, own);
      if (own.length > 0) continue;
      ends += 1;
      if (!model.isDone(state)) return told('every run comes to its end', key);
    }
    frontier = following;
  }
  const circle = stateOnCircle(byOwnWill);
  if (circle !== null) return told('no run goes in circles', circle);
  return { states: found.size, transitions, ends, counterexample: null };
}

function traceTo(
  key: string,
  found: ReadonlyMap<string, { readonly from: string | null; readonly label: string }>,
): string[] {
  const trace: string[] = [];
  for (let at: string | null = key; at !== null;) {
    const step: { readonly from: string | null; readonly label: string } | undefined = found.get(at);
    if (step?.from != null) trace.unshift(step.label);
    at = step?.from ?? null;
  }
  return trace;
}

/** Takes away states without predecessor until none is left; what cannot be taken away lies on a circle or behind one. */
function stateOnCircle(edges: ReadonlyMap<string, readonly string[]>): string | null {
  const before = new Map<string, number>();
  for (const nexts of edges.values()) for (const next of nexts) before.set(next, (before.get(next) ?? 0) + 1);
  const free = [...edges.keys()].filter((key) => !before.has(key));
  let taken = 0;
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    taken += 1;
    for (const next of edges.get(key) ?? []) {
      const left = (before.get(next) ?? 0) - 1;
      before.set(next, left);
      if (left === 0) free.push(next);
    }
  }
  if (taken === edges.size) return null;
  return [...before].find(([, left]) => left > 0)?.[0] ?? null;
}
