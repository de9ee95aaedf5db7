import type { Acknowledgement } from '../contracts/acknowledgement.ts';

/**
 * What one step's record says about its run; applying the patches of all records in any order gives the row. Fields left out stay
 * as they are.
 */
export interface RunPatch {
  readonly runId: string;
  readonly tenant: string;
  readonly at: Date;
  readonly step: string;
  /** Place of the step in the pipeline: the row shows the furthest. */
  readonly rank: number;
  readonly status?: 'done' | 'failed';
  readonly request?: Pick<RunRow, 'project' | 'change' | 'headSha' | 'title' | 'url'>;
  readonly service?: string;
  readonly verdict?: string;
  readonly headline?: string;
}

/** One row a run, as searched and shown; rebuilt from artifacts by `perf-agent rebuild`. */
export interface RunRow {
  readonly runId: string;
  readonly tenant: string;
  readonly service: string | null;
  readonly project: string;
  readonly change: string | null;
  readonly headSha: string;
  readonly title: string;
  readonly url: string | null;
  readonly status: 'running' | 'done' | 'failed';
  readonly step: string;
  readonly verdict: string | null;
  readonly headline: string | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

export interface ResultRow {
  readonly tenant: string;
  readonly service: string;
  readonly commit: string;
  readonly branch: string | null;
  readonly environment: string;
  readonly ref: string;
  readonly at: Date;
}

/** One statistic of one measured run: the history from which noise between runs is learnt. */
export interface HistoryPoint {
  readonly tenant: string;
  readonly service: string;
  readonly environment: string;
  /** Metric, labels and statistic in one canonical text. */
  readonly series: string;
  readonly commit: string;
  readonly resultRef: string;
  readonly at: Date;
  readonly value: number;
  readonly withinVariance: number | null;
  readonly count: number | null;
  readonly events: number | null;
}

export interface BaselineRow {
  readonly tenant: string;
  readonly service: string;
  readonly branch: string;
  readonly commit: string;
  readonly movedAt: Date;
  readonly runId: string | null;
}

/** A person's word on what a branch is compared with; stands until the next word. */
export interface PinRow {
  readonly tenant: string;
  readonly service: string;
  readonly branch: string;
  /** Null: no longer pinned, merges move the baseline again. */
  readonly commit: string | null;
  readonly at: Date;
  /** Who pinned and why, in words for reports. */
  readonly cause: string;
}

/** The searchable index. All writes are idempotent upserts by key, so that a second delivery changes nothing. */
export interface RunIndex {
  putRun(patch: RunPatch, signal: AbortSignal): Promise<void>;
  getRun(runId: string, signal: AbortSignal): Promise<RunRow | null>;
  listRuns(
    query: {
      readonly tenant: string;
      readonly service?: string;
      readonly limit: number;
      readonly before?: Date;
    },
    signal: AbortSignal,
  ): Promise<readonly RunRow[]>;
  putResult(row: ResultRow, signal: AbortSignal): Promise<void>;
  listResults(
    query: {
      readonly tenant: string;
      readonly service: string;
      readonly commit: string;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly ResultRow[]>;
  /** Newest commit of the branch that has results, leaving out `exceptCommit`. */
  newestMeasuredCommit(
    query: {
      readonly tenant: string;
      readonly service: string;
      readonly branch: string;
      readonly exceptCommit: string;
    },
    signal: AbortSignal,
  ): Promise<string | null>;
  /** Commits measured on the branch or merged into it: those whose level is the branch's own. At most `limit`, newest first. */
  listBranchCommits(
    query: {
      readonly tenant: string;
      readonly service: string;
      readonly branch: string;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  putHistory(points: readonly HistoryPoint[], signal: AbortSignal): Promise<void>;
  /** Newest first; of the named series only, when `series` is given. */
  listHistory(
    query: {
      readonly tenant: string;
      readonly service: string;
      readonly environment: string;
      readonly exceptCommits: readonly string[];
      readonly series?: readonly string[];
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly HistoryPoint[]>;
  putBaseline(row: BaselineRow, signal: AbortSignal): Promise<void>;
  getBaseline(
    tenant: string,
    service: string,
    branch: string,
    signal: AbortSignal,
  ): Promise<BaselineRow | null>;
  /** The later word wins, in whichever order two are noted. */
  putPin(row: PinRow, signal: AbortSignal): Promise<void>;
  /** The last word on the branch; null when there was none. */
  getPin(tenant: string, service: string, branch: string, signal: AbortSignal): Promise<PinRow | null>;
  /** Of two words on the same thing the later one wins, in whichever order they are noted. */
  putAcknowledgement(word: Acknowledgement, signal: AbortSignal): Promise<void>;
  /** The last words, newest first, those that have ended too; of every service, or of one and its branch. */
  listAcknowledgements(
    query: {
      readonly tenant: string;
      readonly service?: string;
      readonly branch?: string;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly Acknowledgement[]>;
  /**
   * Puts what `fill` writes into `fresh` in the place of everything that stands. Until it ends, and when it fails, readers find what stood before;
   * what others write meanwhile is kept. A value that cannot be held fails its own write alone.
   */
  replaceAll<T>(fill: (fresh: RunIndex) => Promise<T>, signal: AbortSignal): Promise<T>;
}
