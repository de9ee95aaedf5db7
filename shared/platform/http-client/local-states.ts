import type { DependencyState, DependencyStates } from '../../ports/dependency-states.ts';
import { longestOpen, MOST_DOUBLINGS } from './open-time.ts';

interface Kept {
  failures: number;
  trips: number;
  openUntil: number | null;
  probeUntil: number;
  waitUntil: number;
  tokens: number;
  filledAt: number;
}

/** Dependencies come from the configuration, so a few hundred are more than there are; the bound is for mistakes. */
const MOST_DEPENDENCIES = 500;

/**
 * The states of this process alone, by the rules of the shared ones: for programs without a database, and for the time in which it does not answer.
 * @param now milliseconds that never go back
 */
export function createLocalStates(now: () => number = () => performance.now()): DependencyStates {
  const byName = new Map<string, Kept>();

  function of(dependency: string): Kept {
    const known = byName.get(dependency);
    if (known !== undefined) return known;
    const oldest = byName.keys().next();
    if (byName.size >= MOST_DEPENDENCIES && oldest.done !== true) byName.delete(oldest.value);
    const made: Kept = {
      failures: 0,
      trips: 0,
      openUntil: null,
      probeUntil: 0,
      waitUntil: 0,
      tokens: Number.POSITIVE_INFINITY,
      filledAt: now(),
    };
    byName.set(dependency, made);
    return made;
  }

  return {
    read: async (dependency) => stateOf(of(dependency), now()),
    async noteFailure(dependency, rule, probe) {
      const kept = of(dependency);
      kept.failures += 1;
      if (probe || (kept.openUntil === null && kept.failures >= rule.failuresToBreak)) {
        kept.openUntil = now() + longestOpen(rule, kept.trips);
        kept.trips = Math.min(kept.trips + 1, MOST_DOUBLINGS);
        kept.probeUntil = 0;
      }
      return stateOf(kept, now());
    },
    async noteSuccess(dependency) {
      Object.assign(of(dependency), { failures: 0, trips: 0, openUntil: null, probeUntil: 0 });
    },
    async noteWait(dependency, waitMs) {
      const kept = of(dependency);
      kept.waitUntil = Math.max(kept.waitUntil, now() + waitMs);
    },
    async takeProbe(dependency, _holder, leaseMs) {
      const kept = of(dependency);
      const due = kept.openUntil !== null && kept.openUntil <= now() && kept.probeUntil <= now();
      if (due) kept.probeUntil = now() + leaseMs;
      return due;
    },
    async takeTokens(dependency, rule, wanted) {
      const kept = of(dependency);
      const filled = kept.tokens + ((now() - kept.filledAt) / 1_000) * rule.requestsPerSecond;
      const there = Math.min(rule.burst, filled);
      const tokens = Math.min(wanted, Math.floor(there));
      kept.tokens = there - tokens;
      kept.filledAt = now();
      const waitMs = tokens > 0 ? 0 : ((1 - there) / rule.requestsPerSecond) * 1_000;
      return { tokens, waitMs };
    },
  };
}

function stateOf({ failures, openUntil, waitUntil }: Kept, now: number): DependencyState {
  return {
    failures,
    openMs: openUntil === null ? null : Math.max(0, openUntil - now),
    waitMs: Math.max(0, waitUntil - now),
  };
}
