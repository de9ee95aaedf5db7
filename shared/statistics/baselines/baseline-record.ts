import { type RunSample } from '../compare/comparison.ts';
import { type Environment, environmentKey } from '../environment/environment.ts';

/** What a baseline is of: one figure of one metric of one service in one environment. */
export interface BaselineKey {
  readonly service: string;
  readonly metric: string;
  /** p50, p95, mean, rate …: percentiles have baselines of their own. */
  readonly statistic: string;
  readonly environment: Environment;
}

/** The runs of one commit for one key. Plain data; times are epoch milliseconds given by the caller. */
export interface BaselineRecord {
  readonly key: BaselineKey;
  readonly commit: string;
  readonly version: string | null;
  readonly runs: readonly DatedRun[];
  /** candidate: measured, not merged. active: what changes are compared with. superseded: once active. */
  readonly state: 'candidate' | 'active' | 'superseded';
  /** Since when it has the state. */
  readonly since: number;
  readonly pinned: boolean;
  /** Why it is active: the first run, a merge, or a person's words. */
  readonly cause: string;
}

export interface DatedRun extends RunSample {
  readonly runId: string;
  readonly at: number;
}

/** Text that is equal exactly for equal keys. */
export function keyText({ service, metric, statistic, environment }: BaselineKey): string {
  return JSON.stringify([service, metric, statistic, environmentKey(environment)]);
}

/** Whether two keys name one baseline: service, metric, statistic and environment. */
export function sameKey(a: BaselineKey, b: BaselineKey): boolean {
  return keyText(a) === keyText(b);
}
