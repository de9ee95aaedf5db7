import { PermanentError } from '../../errors/pipeline-error.ts';
import { type BaselineKey, type BaselineRecord, type DatedRun, sameKey } from './baseline-record.ts';

/** Every function here returns new records and leaves the given ones alone. */
export type Records = readonly BaselineRecord[];

export interface MeasuredRun {
  readonly key: BaselineKey;
  readonly commit: string;
  readonly version: string | null;
  readonly run: DatedRun;
}

/** Runs kept for a commit and records kept for a key: enough for every test in use, and a bound. */
const MOST_RUNS = 100;
const MOST_RECORDS = 50;

/**
 * Adds a run to its commit's record. The first run of a key becomes its baseline by itself; later commits are
 * candidates until they are merged. The same run id again changes nothing.
 */
export function addRun(records: Records, { key, commit, version, run }: MeasuredRun): Records {
  const index = records.findIndex((record) => record.commit === commit && sameKey(record.key, key));
  if (index === -1) {
    const first = !records.some((record) => record.state === 'active' && sameKey(record.key, key));
    const record: BaselineRecord = {
      key,
      commit,
      version,
      runs: [run],
      state: first ? 'active' : 'candidate',
      since: run.at,
      pinned: false,
      cause: first ? 'first run of this metric in this environment' : 'measured for a change',
    };
    return bounded([...records, record], key);
  }
  const known = records[index]!;
  if (known.runs.some((each) => each.runId === run.runId)) return records;
  const runs = [...known.runs, run].sort((a, b) => a.at - b.at).slice(-MOST_RUNS);
  return records.with(index, { ...known, runs });
}

/**
 * Moves the baselines of every key that was measured at `commit` to it: it was merged, or accepted by a person (then
 * `cause` says who and why). A pinned baseline stays. Merging the same commit again changes nothing.
 */
export function moveBaseline(records: Records, commit: string, at: number, cause = 'merged'): Records {
  const merged = records.filter((record) => record.commit === commit && record.state !== 'active');
  return records.map((record) => {
    const successor = merged.find((each) => sameKey(each.key, record.key));
    if (successor === undefined) return record;
    if (records.some((each) => each.pinned && each.state === 'active' && sameKey(each.key, record.key)))
      return record;
    if (record === successor) return { ...record, state: 'active', since: at, cause };
    return record.state === 'active' ? { ...record, state: 'superseded', since: at } : record;
  });
}

/**
 * Pins the baseline of a key to a commit (it becomes active and no merge moves it), or with null lets it move again.
 * @throws PermanentError BASELINE_MISSING when the commit was never measured for the key
 */
export function pinBaseline(
  records: Records,
  key: BaselineKey,
  commit: string | null,
  at: number,
  cause: string,
): Records {
  if (commit === null)
    return records.map((record) =>
      record.pinned && sameKey(record.key, key) ? { ...record, pinned: false } : record,
    );
  if (!records.some((record) => record.commit === commit && sameKey(record.key, key))) {
    throw new PermanentError(
      'BASELINE_MISSING',
      `Commit ${commit} was never measured for ${key.service} ${key.metric} ${key.statistic} in this environment; measure it, then pin it.`,
    );
  }
  return records.map((record): BaselineRecord => {
    if (!sameKey(record.key, key)) return record;
    if (record.commit === commit) {
      const since = record.state === 'active' ? record.since : at;
      return { ...record, state: 'active', pinned: true, since, cause };
    }
    return record.state === 'active'
      ? { ...record, state: 'superseded', pinned: false, since: at }
      : { ...record, pinned: false };
  });
}

/** Without candidates and superseded records whose newest run is older than `maxAgeMs`; active ones stay and go stale. */
export function expireRecords(records: Records, now: number, maxAgeMs: number): Records {
  return records.filter((record) => record.state === 'active' || now - newestRun(record) <= maxAgeMs);
}

/** Time of the record's newest run, milliseconds since 1970; minus infinity without runs. */
export function newestRun(record: BaselineRecord): number {
  return record.runs.reduce((newest, run) => Math.max(newest, run.at), Number.NEGATIVE_INFINITY);
}

/** Drops the key's oldest record that is not active when there are too many. */
function bounded(records: Records, key: BaselineKey): Records {
  const own = records.filter((record) => sameKey(record.key, key));
  if (own.length <= MOST_RECORDS) return records;
  const oldest = own
    .filter((record) => record.state !== 'active')
    .sort((a, b) => newestRun(a) - newestRun(b))[0];
  return records.filter((record) => record !== oldest);
}
