import type { UsualTimes } from './usual-times.ts';

export interface PatienceRule {
  /** No try of a read is given up before that, ms. */
  readonly leastTimeoutMs: number;
  /** No second try begins beside the first before that, ms. */
  readonly leastHedgeMs: number;
  /** When a second try begins while it is not known what is usual, ms. */
  readonly firstHedgeMs: number;
}

/** How long reads of one host are waited for, as learnt from its answers. */
export interface Patience {
  /** After which time another try may begin beside one that has not answered. */
  hedgeAfterMs(url: URL): number;
  /** Takes one of the tries beside others, of which there are as many as answers. */
  mayHedge(): boolean;
  /** When a try is given up: at `mostMs` at the latest. */
  timeoutMs(url: URL, mostMs: number): number;
  noteAnswer(url: URL, ms: number): void;
  noteTimeout(url: URL): void;
}

/** A try is given up that takes so many times longer than 95 % of the last hundred answers, and than the slowest of them. */
const TIMES_P95 = 3;
const TIMES_LONGEST = 1.5;
const MOST_SAVED_HEDGES = 20;
const MOST_PATHS = 500;

/**
 * As TCP waits for acknowledgements (RFC 6298): the time-out follows from the times of answers, doubles with each time-out of the same path, and falls back with
 * its next answer. So a call that is much slower than all others is given the whole time after a few tries. Tries beside others cost an answer each, so that
 * a host that answers nobody is not asked twice as often for it.
 */
export function createPatience(usual: UsualTimes, rule: PatienceRule): Patience {
  const timeouts = new Map<string, number>();
  let hedges = MOST_SAVED_HEDGES;
  return {
    hedgeAfterMs(url) {
      const known = usual.of(url);
      return known === null ? rule.firstHedgeMs : Math.max(rule.leastHedgeMs, known.p95);
    },
    mayHedge() {
      if (hedges < 1) return false;
      hedges -= 1;
      return true;
    },
    timeoutMs(url, mostMs) {
      const known = usual.of(url);
      if (known === null) return mostMs;
      const learnt = Math.max(rule.leastTimeoutMs, TIMES_P95 * known.p95, TIMES_LONGEST * known.longest);
      return Math.min(mostMs, learnt * 2 ** (timeouts.get(url.pathname) ?? 0));
    },
    noteAnswer(url, ms) {
      usual.note(url, ms);
      timeouts.delete(url.pathname);
      hedges = Math.min(MOST_SAVED_HEDGES, hedges + 1);
    },
    noteTimeout(url) {
      const oldest = timeouts.keys().next();
      if (timeouts.size >= MOST_PATHS && oldest.done !== true) timeouts.delete(oldest.value);
      timeouts.set(url.pathname, (timeouts.get(url.pathname) ?? 0) + 1);
    },
  };
}
