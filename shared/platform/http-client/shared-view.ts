import { setTimeout as wait } from 'node:timers/promises';
import type { BreakerRule, DependencyState, DependencyStates } from '../../ports/dependency-states.ts';
import { createLocalStates } from './local-states.ts';

/** What one process knows of a dependency: by itself, and from what the others told. */
export interface SharedView {
  /** Without I/O. */
  now(): DependencyState;
  /** Reads what the others told when that was last done too long ago; goes on without it when the answer is slow. */
  refresh(): Promise<void>;
  noteSuccess(probe: boolean): Promise<void>;
  noteFailure(rule: BreakerRule, probe: boolean): Promise<void>;
  noteWait(waitMs: number): void;
  /** Another instance has the right to probe. */
  noteProbed(): void;
  /** An answer of the shared states; null when there are none or they do not answer. */
  ask<T>(question: (states: DependencyStates) => Promise<T>): Promise<T | null>;
  /** As `ask`, for what is rare and has to be agreed on: waits longer, and asks also when an answer was slow a moment ago. */
  agree<T>(question: (states: DependencyStates) => Promise<T>): Promise<T | null>;
}

/** How old the others' view may be when a call is let through. */
const FRESH_MS = 1_000;
/** No call waits longer for the database. */
const LONGEST_ASK_MS = 250;
const LONGEST_AGREE_MS = 2_000;
/** After a failure or a slow answer the database is left alone, so that its outage does not slow down every call. */
const DATABASE_REST_MS = 5_000;
/** Another instance probes: how long until it is looked again whether it is done. */
const PROBED_MS = 500;

/** @param shared left out: the process stands alone */
export function createSharedView(
  dependency: string,
  shared: DependencyStates | undefined,
  monotonicNow: () => number = () => performance.now(),
): SharedView {
  const alone = createLocalStates(monotonicNow);
  let failures = 0;
  let openUntil: number | null = null;
  let waitUntil = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let restUntil = 0;
  /** Counts what was learnt here: an answer that was asked for before says nothing about what came after. */
  let learnt = 0;

  function take(state: DependencyState): void {
    failures = state.failures;
    openUntil = state.openMs === null ? null : monotonicNow() + state.openMs;
    waitUntil = Math.max(waitUntil, monotonicNow() + state.waitMs);
  }

  async function ask<T>(question: (states: DependencyStates) => Promise<T>): Promise<T | null> {
    return monotonicNow() < restUntil ? null : agree(question, LONGEST_ASK_MS);
  }

  async function agree<T>(
    question: (states: DependencyStates) => Promise<T>,
    withinMs = LONGEST_AGREE_MS,
  ): Promise<T | null> {
    if (shared === undefined) return null;
    const inTime = new AbortController();
    const slow = wait(withinMs, null, { signal: inTime.signal }).catch(() => null);
    const asked = question(shared).then(
      (answer) => ({ answer }),
      () => null,
    );
    const given = await Promise.race([asked, slow]);
    inTime.abort();
    if (given !== null) return given.answer;
    restUntil = monotonicNow() + DATABASE_REST_MS;
    return null;
  }

  return {
    ask,
    agree: (question) => agree(question),
    now: () => ({
      failures,
      openMs: openUntil === null ? null : Math.max(0, openUntil - monotonicNow()),
      waitMs: Math.max(0, waitUntil - monotonicNow()),
    }),
    async refresh() {
      if (shared === undefined || monotonicNow() - readAt < FRESH_MS) return;
      readAt = monotonicNow();
      const before = learnt;
      const state = await ask((states) => states.read(dependency));
      if (state !== null && learnt === before) take(state);
    },
    async noteSuccess(probe) {
      // The usual case, a success after a success, costs nothing.
      if (failures === 0 && openUntil === null) return;
      // A call that was let through before the circuit opened says less than what opened it.
      if (openUntil !== null && !probe) return;
      learnt += 1;
      failures = 0;
      openUntil = null;
      await alone.noteSuccess(dependency);
      await ask((states) => states.noteSuccess(dependency));
    },
    async noteFailure(rule, probe) {
      learnt += 1;
      const own = await alone.noteFailure(dependency, rule, probe);
      const told = await ask((states) => states.noteFailure(dependency, rule, probe));
      take(told ?? own);
    },
    noteProbed() {
      openUntil = monotonicNow() + PROBED_MS;
    },
    noteWait(waitMs) {
      waitUntil = Math.max(waitUntil, monotonicNow() + waitMs);
      void ask((states) => states.noteWait(dependency, waitMs));
    },
  };
}
