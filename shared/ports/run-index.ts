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
  /** Connection of the code host; null for a commit that is on none. */
  readonly connection?: string | null;
  readonly code?: RunCode;
}

/** What the plan knew of the code of a run; the loop guard compares it with later runs of the same change. */
export interface RunCode {
  readonly baseSha: string | null;
  readonly tree: string | null;
  readonly patch: string | null;
  readonly grounds: string | null;
  /** Why nothing was analysed; null when it was. */
  readonly skip: string | null;
}

/** A run of one change that has been planned. */
export interface ChangeRun extends RunCode {
  readonly runId: string;
  readonly headSha: string;
  readonly status: RunRow['status'];
  readonly verdict: string | null;
  readonly headline: string | null;
  readonly startedAt: Date;
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

/** Where an approval stands; who said what is in its events. */
export interface ApprovalRow {
  readonly tenant: string;
  readonly runId: string;
  readonly connection: string;
  readonly project: string;
  readonly number: string;
  readonly headSha: string;
  readonly rule: string;
  readonly status: 'waiting' | 'approved' | 'rejected' | 'expired' | 'superseded';
  /** Number of the event that made it so. */
  readonly sequence: number;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

/** The searchable index. All writes are idempotent upserts by key, so that a second delivery changes nothing. */
export interface RunIndex {
  putRun(patch: RunPatch, signal: AbortSignal): Promise<void>;
  getRun(tenant: string, runId: string, signal: AbortSignal): Promise<RunRow | null>;
  listRuns(
    query: {
      readonly tenant: string;
      readonly service?: string;
      readonly limit: number;
      readonly before?: Date;
    },
    signal: AbortSignal,
  ): Promise<readonly RunRow[]>;
  /** Planned runs of one change, of every service or of one, newest first. */
  listChangeRuns(
    query: {
      readonly tenant: string;
      readonly connection: string;
      readonly project: string;
      readonly change: string;
      readonly service?: string;
      readonly since: Date;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly ChangeRun[]>;
  putResult(row: ResultRow, signal: AbortSignal): Promise<void>;
  /** What runs measured: rows whose `ref` begins with `results/`. */
  listResults(
    query: {
      readonly tenant: string;
      readonly service: string;
      readonly commit: string;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly ResultRow[]>;
  /** Newest commit of the branch that has results of runs (`ref` under `results/`), leaving out `exceptCommit`. */
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
  /** The row of the later event wins, in whichever order two are noted. */
  putApproval(row: ApprovalRow, signal: AbortSignal): Promise<void>;
  /** Newest first. */
  listApprovals(
    query: {
      readonly tenant: string;
      readonly status?: ApprovalRow['status'];
      readonly change?: Pick<ApprovalRow, 'connection' | 'project' | 'number'>;
      readonly limit: number;
    },
    signal: AbortSignal,
  ): Promise<readonly ApprovalRow[]>;
  /**
   * Puts what `fill` writes into `fresh` in the place of everything that stands. Until it ends, and when it fails, readers find what stood before;
   * what others write meanwhile is kept. A value that cannot be held fails its own write alone.
   */
  replaceAll<T>(fill: (fresh: RunIndex) => Promise<T>, signal: AbortSignal): Promise<T>;
}
