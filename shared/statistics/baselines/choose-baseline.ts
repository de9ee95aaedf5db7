import { type RunSample } from '../compare/comparison.ts';
import { environmentDifferences, environmentWarning } from '../environment/environment.ts';
import { type BaselineKey, type BaselineRecord, type DatedRun, sameKey } from './baseline-record.ts';
import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { newestRun, type Records } from './change-baselines.ts';

export interface ChosenBaseline {
  readonly commit: string;
  readonly version: string | null;
  readonly pinned: boolean;
  /** Runs to compare with, bad ones left out. */
  readonly runs: readonly DatedRun[];
  /** Runs left out, for the report. */
  readonly setAside: readonly DatedRun[];
  /** Earlier commits' runs in the same environment, oldest first, for `compareRuns`. */
  readonly history: readonly (readonly RunSample[])[];
  /** What the reader must know: stale, other environment, pinned, runs set aside. Empty when nothing. */
  readonly warnings: readonly string[];
}

export interface BaselineQuery {
  readonly key: BaselineKey;
  /** Commit under test: its own runs are never its baseline. */
  readonly candidateCommit: string;
  readonly now: number;
  /** Older than this the baseline is called stale; it still serves. Default 30 days. */
  readonly staleAfterMs?: number;
}

const DAY_MS = 86_400_000;
const STALE_AFTER_MS = 30 * DAY_MS;

/**
 * The baseline for a comparison, or null: no baseline yet. The same environment is preferred; without one the newest
 * active baseline of another environment serves, with its differences named in a warning and without history.
 */
export function chooseBaseline(records: Records, query: BaselineQuery): ChosenBaseline | null {
  const { key, candidateCommit, now, staleAfterMs = STALE_AFTER_MS } = query;
  const usable = records.filter(
    (record) => record.commit !== candidateCommit && sameFigure(record.key, key) && record.runs.length > 0,
  );
  const own = newestOf(usable.filter((record) => sameKey(record.key, key)));
  const record = own ?? newestOf(usable);
  if (record === null) return null;
  const { kept, setAside } = setBadRunsAside(record.runs);
  const warnings: string[] = [];
  if (own === null)
    warnings.push(environmentWarning(environmentDifferences(record.key.environment, key.environment)) ?? '');
  const ageMs = now - newestRun(record);
  if (ageMs > staleAfterMs) {
    warnings.push(
      `Stale baseline: last measured ${Math.floor(ageMs / DAY_MS)} days ago at ${record.commit}; measure it again to refresh it.`,
    );
  }
  if (record.pinned) warnings.push(`Pinned baseline: ${record.commit} (${record.cause}).`);
  if (setAside.length > 0) {
    warnings.push(
      `Set aside ${setAside.length} of ${record.runs.length} baseline runs as far from the others: ${setAside.map((run) => run.runId).join(', ')}.`,
    );
  }
  return {
    commit: record.commit,
    version: record.version,
    pinned: record.pinned,
    runs: kept,
    setAside,
    history: own === null ? [] : historyFor(usable, record),
    warnings: warnings.filter((warning) => warning !== ''),
  };
}

/** Needed to tell a bad run from noise. */
const FEWEST_TO_JUDGE = 5;
/** In robust standard deviations; a good run of a normal metric gets here once in a million. */
const FAR = 5;
/** No more than this share is set aside: were it more, the runs themselves are the finding. */
const MOST_SET_ASIDE = 0.2;
/** Runs within 10 % of the median are never far, however alike the others are. */
const NEVER_FAR = 0.1;

/**
 * Runs far from the others (beyond 5 robust standard deviations of the logarithm, or of the value where some are not
 * above 0) and, by a t test against what is left, not of its distribution; at most a fifth of them, from 5 runs on.
 */
export function setBadRunsAside(runs: readonly DatedRun[]): {
  kept: readonly DatedRun[];
  setAside: readonly DatedRun[];
} {
  if (runs.length < FEWEST_TO_JUDGE) return { kept: runs, setAside: [] };
  const logs = runs.every((run) => run.value > 0);
  const scores = runs.map((run) => (logs ? Math.log(run.value) : run.value));
  const centre = median(scores);
  const spread = 1.4826 * median(scores.map((score) => Math.abs(score - centre)));
  const reach = Math.max(FAR * spread, logs ? NEVER_FAR : NEVER_FAR * Math.abs(centre));
  const isFar = scores.map((score) => Math.abs(score - centre) > reach);
  const far = runs.filter((_, index) => isFar[index]);
  if (far.length === 0 || far.length > MOST_SET_ASIDE * runs.length) return { kept: runs, setAside: [] };
  // The spread of a handful of runs is often far too small by luck: what is left must say so too, at its own degrees of freedom.
  const others = momentsOf(scores.filter((_, index) => !isFar[index]));
  const setAside = runs.filter((_, index) => isFar[index] && isForeign(scores[index]!, others, runs.length));
  return { kept: runs.filter((run) => !setAside.includes(run)), setAside };
}

/** Chance, about, of setting any run of a baseline aside when all are of one normal distribution (simulated: .0007 to .002). */
const WRONGLY_ASIDE = 0.001;

interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Whether a further value of the same normal distribution would be this far out with a chance below the level over n. */
function isForeign(score: number, { n, mean, deviation }: Moments, runs: number): boolean {
  const error = deviation * Math.sqrt(1 + 1 / n);
  if (error === 0) return score !== mean;
  return 2 * studentTSurvival(Math.abs(score - mean) / error, n - 1) < WRONGLY_ASIDE / runs;
}

function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: Math.sqrt(squares / (n - 1)) };
}

function sameFigure(a: BaselineKey, b: BaselineKey): boolean {
  return a.service === b.service && a.metric === b.metric && a.statistic === b.statistic;
}

function newestOf(records: Records): BaselineRecord | null {
  const active = records.filter((record) => record.state === 'active');
  return active.reduce<BaselineRecord | null>(
    (newest, record) => (newest === null || record.since > newest.since ? record : newest),
    null,
  );
}

function historyFor(usable: Records, chosen: BaselineRecord): readonly (readonly RunSample[])[] {
  return usable
    .filter((record) => record !== chosen && record.state === 'superseded' && sameKey(record.key, chosen.key))
    .sort((a, b) => a.since - b.since)
    .map((record) => setBadRunsAside(record.runs).kept);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]! / 2 + sorted[middle]! / 2;
}
