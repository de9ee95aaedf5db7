/** A run of the same change and service that was planned before. */
export interface EarlierRun {
  readonly runId: string;
  readonly headSha: string;
  readonly baseSha: string | null;
  readonly tree: string | null;
  readonly patch: string | null;
  readonly grounds: string | null;
  /** Null: it was analysed. */
  readonly skip: string | null;
  readonly status: 'running' | 'done' | 'failed';
  readonly verdict: string | null;
  readonly headline: string | null;
  readonly startedAt: Date;
}

/** The run that is being planned. */
export interface PresentRun extends Pick<
  EarlierRun,
  'runId' | 'headSha' | 'baseSha' | 'tree' | 'patch' | 'grounds'
> {
  readonly now: Date;
  /** A person asked for this very commit again: no earlier verdict answers that. */
  readonly asked: boolean;
  readonly byBot: boolean;
  /** Further runs of the commit set it off (collect.reanalyse), which bounds how many there are. */
  readonly isLook: boolean;
}

export interface LoopLimits {
  readonly perHour: number;
  readonly perDay: number;
  readonly perCommit: number;
}

/** How runs of one change go round in circles. */
export type LoopPattern = 'rebase-storm' | 'ping-pong';

export type GuardAnswer =
  | { readonly do: 'analyse' }
  /** `same`: what the earlier run has in common; `rebased`: its base was another, so somebody has to look at what lies between. */
  | {
      readonly do: 'reuse';
      readonly run: EarlierRun;
      readonly same: 'tree' | 'patch';
      readonly rebased: boolean;
      readonly pattern: LoopPattern | null;
    }
  /** The budget of analyses is spent; after `waitMs` there is room again. */
  | {
      readonly do: 'wait';
      readonly waitMs: number;
      readonly most: number;
      readonly per: 'hour' | 'day';
      readonly pattern: LoopPattern | null;
    }
  /** One commit was analysed as often as is allowed; the last of those runs. */
  | { readonly do: 'stop'; readonly run: EarlierRun; readonly most: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Heads with one patch within an hour that make a storm. */
const STORM = 3;
/** Verdicts that rest on the code; the others may come out otherwise with more data. */
const SETTLED = ['pass', 'warn', 'fail'];

/**
 * Whether this run has to be analysed. The code of a change is recognised by its tree or by its patch; what has a verdict already is answered by
 * it, as long as policy, budgets and pins are those of then. What is new counts against the budget of the change.
 * @param earlier newest first, of the last day at least; runs that were not analysed are in it
 */
export function guardRun(
  present: PresentRun,
  earlier: readonly EarlierRun[],
  limits: LoopLimits,
): GuardAnswer {
  const others = earlier.filter(({ runId }) => runId !== present.runId);
  const analysed = others.filter(({ skip }) => skip === null);
  const ofCommit = analysed.filter(({ headSha }) => headSha === present.headSha);
  const pattern = patternOf(present, others);
  const [last] = ofCommit;
  if (last !== undefined && ofCommit.length >= limits.perCommit) {
    return { do: 'stop', run: last, most: limits.perCommit };
  }
  // It waits for nothing, since a verdict stands meanwhile that "not analysed yet" would cover; pushes that follow it do count it.
  if (present.isLook) return { do: 'analyse' };
  const known = present.asked ? undefined : analysed.find((run) => isAnswered(run, present));
  if (known !== undefined) {
    const same = known.tree !== null && known.tree === present.tree ? 'tree' : 'patch';
    return { do: 'reuse', run: known, same, rebased: known.baseSha !== present.baseSha, pattern };
  }
  return (
    waitOf(present.now, analysed, limits.perHour, HOUR_MS, pattern) ??
    waitOf(present.now, analysed, limits.perDay, DAY_MS, pattern) ?? { do: 'analyse' }
  );
}

function isAnswered(run: EarlierRun, present: PresentRun): boolean {
  if (run.status !== 'done' || !SETTLED.includes(run.verdict ?? '')) return false;
  if (run.grounds === null || run.grounds !== present.grounds) return false;
  return (
    (run.tree !== null && run.tree === present.tree) || (run.patch !== null && run.patch === present.patch)
  );
}

/** Room again as soon as the oldest of the last `most` analyses is older than the window. */
function waitOf(
  now: Date,
  analysed: readonly EarlierRun[],
  most: number,
  windowMs: number,
  pattern: LoopPattern | null,
): GuardAnswer | null {
  const times = analysed.map(({ startedAt }) => startedAt.getTime()).sort((a, b) => b - a);
  const oldest = times[most - 1];
  if (oldest === undefined || oldest <= now.getTime() - windowMs) return null;
  const waitMs = oldest + windowMs - now.getTime() + 1;
  return { do: 'wait', waitMs, most, per: windowMs === HOUR_MS ? 'hour' : 'day', pattern };
}

/**
 * A storm: one patch under three heads or more within an hour. Ping-pong: the change returns to code that it had left, twice, or once when a
 * bot pushes.
 */
function patternOf(present: PresentRun, others: readonly EarlierRun[]): LoopPattern | null {
  const recent = others.filter(({ startedAt }) => startedAt.getTime() > present.now.getTime() - HOUR_MS);
  const heads = recent
    .filter(({ patch }) => patch !== null && patch === present.patch)
    .map(({ headSha }) => headSha);
  const codes = withoutRepeats(
    [present, ...others].map(({ tree, patch, headSha }) => tree ?? patch ?? headSha),
  );
  const returns = codes.slice(1).filter((code) => code === codes[0]).length;
  if (returns >= (present.byBot ? 1 : 2)) return 'ping-pong';
  return new Set([...heads, present.headSha]).size >= STORM ? 'rebase-storm' : null;
}

function withoutRepeats(codes: readonly string[]): string[] {
  return codes.filter((code, at) => code !== codes[at - 1]);
}
