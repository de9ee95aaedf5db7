/** A change whose webhook was answered with 202. */
export interface AcceptedChange {
  readonly iid: number;
  readonly headSha: string;
  /** What the answer named: the run; of an event that only names something, under what it is read. */
  readonly runId: string;
  readonly expected: 'fail' | 'pass';
  /** The webhook only named a pipeline: its event is read behind a queue, and asks for the run. */
  readonly isNamed: boolean;
}

/** All that stands in the stores and the look-alike servers at one moment, as it was read: the checker works on nothing else. */
export interface Snapshot {
  readonly accepted: readonly AcceptedChange[];
  /** Bytes by blob name, `runs/…` of the artifacts. */
  readonly records: ReadonlyMap<string, Uint8Array>;
  /** Bytes by blob name, the whole audit container. */
  readonly audit: ReadonlyMap<string, Uint8Array>;
  /** What the product wrote under merge requests. */
  readonly comments: readonly { readonly iid: number; readonly body: string }[];
  readonly statuses: readonly { readonly sha: string; readonly name: string; readonly status: string }[];
  /** Issues of Jira as text, links included. */
  readonly issues: readonly { readonly key: string; readonly open: boolean; readonly text: string }[];
  readonly messages: readonly { readonly ts: string; readonly text: string }[];
  readonly queues: Readonly<
    Record<string, { readonly active: number; readonly scheduled: number; readonly deadLetter: number }>
  >;
  /** Rows of the list of runs. */
  readonly rows: readonly {
    readonly runId: string;
    readonly status: string;
    readonly verdict: string | null;
  }[];
}
