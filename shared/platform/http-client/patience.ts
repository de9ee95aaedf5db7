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
  /** Takes one of the tries beside others, of which there are two for each answer. */
  mayHedge(): boolean;
  /** Whether enough answers of the kind are known to say what is usual. */
  isKnown(url: URL): boolean;
  /** When a try is given up: at `mostMs` at the latest. */
  timeoutMs(url: URL, mostMs: number): number;
  noteAnswer(url: URL, ms: number): void;
  /** A try that was answered with a failure: not a time to learn from, and no silence. */
  noteRefusal(): void;
  /** A try that was out for so long and not answered. */
  noteSilence(url: URL, ms: number): void;
  noteTimeout(url: URL): void;
}

/** A try is given up that takes so many times longer than 95 % of the last hundred answers, and than the slowest of them. */
const TIMES_P95 = 3;
const TIMES_LONGEST = 1.5;
/** While more than this share of the last tries went unanswered, another begins after the median: waiting longer is mostly in vain. */
const SILENT_SHARE = 0.2;
/** Weight of the newest try in that share. */
const NEWEST = 0.05;
const MOST_SAVED_HEDGES = 20;
const HEDGES_OF_ANSWER = 2;
const MOST_PATHS = 500;

/**
 * As TCP waits for acknowledgements (RFC 6298): the time-out follows from the times of answers, doubles with each time-out of the same path, and falls back with
 * its next answer. So a call that is much slower than all others is given the whole time after a few tries. Each answer pays for two tries beside others, so that
 * a host that answers half of the calls is asked often enough, and one that answers nobody is not asked more for it.
 */
export function createPatience(usual: UsualTimes, rule: PatienceRule): Patience {
  const timeouts = new Map<string, number>();
  let hedges = MOST_SAVED_HEDGES;
  let silentShare = 0;
  return {
    hedgeAfterMs(url) {
      const known = usual.of(url);
      if (known === null) return rule.firstHedgeMs;
      return Math.max(rule.leastHedgeMs, silentShare > SILENT_SHARE ? known.median : known.p95);
    },
    mayHedge() {
      if (hedges < 1) return false;
      hedges -= 1;
      return true;
    },
    isKnown: (url) => usual.of(url) !== null,
    timeoutMs(url, mostMs) {
      const known = usual.of(url);
      if (known === null) return mostMs;
      const learnt = Math.max(rule.leastTimeoutMs, TIMES_P95 * known.p95, TIMES_LONGEST * known.longest);
      return Math.min(mostMs, learnt * 2 ** (timeouts.get(url.pathname) ?? 0));
    },
    noteAnswer(url, ms) {
      usual.note(url, ms);
      silentShare -= NEWEST * silentShare;
      timeouts.delete(url.pathname);
      hedges = Math.min(MOST_SAVED_HEDGES, hedges + HEDGES_OF_ANSWER);
    },
    noteRefusal() {
      silentShare -= NEWEST * silentShare;
    },
    noteSilence(url, ms) {
      const known = usual.of(url);
      // What was ended sooner says nothing.
      if (known !== null && ms > known.p95) silentShare += NEWEST * (1 - silentShare);
    },
    noteTimeout(url) {
      const oldest = timeouts.keys().next();
      if (timeouts.size >= MOST_PATHS && oldest.done !== true) timeouts.delete(oldest.value);
      timeouts.set(url.pathname, (timeouts.get(url.pathname) ?? 0) + 1);
    },
  };
}
