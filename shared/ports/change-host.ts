import type { Change } from '../contracts/analysis-requested.ts';
import type { Masked } from '../contracts/masked.ts';

/** A webhook request as it came: raw bytes for signatures, header names in lower case. */
export interface InboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A change as the vendor told it; text still raw, so it is masked before it goes anywhere. */
export type RawChange = Omit<
  Change,
  'title' | 'author' | 'connection' | 'url' | 'sourceBranch' | 'targetBranch'
> & {
  readonly title: string;
  readonly author: string | null;
  readonly url: string | null;
  readonly sourceBranch: string | null;
  readonly targetBranch: string | null;
};

/** Who wrote a comment: `id` is the host's own, `name` the one that its API asks for. */
export interface CommentAuthor {
  readonly id: string;
  readonly name: string;
}

/** A person's comment under a change as it stands now; raw text. */
export interface RawComment {
  readonly text: string;
  /** When it was written, as the host says; null when it does not. */
  readonly at: Date | null;
  readonly author: CommentAuthor;
}

/** What somebody may do: `own` is the connection itself, which commands nobody. */
export type Right = 'write' | 'read' | 'own';

export type ChangeEvent =
  | {
      readonly kind: 'comment';
      readonly event: string;
      readonly project: string;
      readonly number: string;
      /** `text` decides whether anybody asks further; what counts is what `fetchComment` says. */
      readonly comment: { readonly id: string; readonly text: string };
    }
  | {
      readonly kind: 'change';
      readonly intent: 'judge' | 'learn-merged';
      readonly event: string;
      readonly change: RawChange;
      /** Labels that a person set: they may let a fork be measured, and ask for nothing else. */
      readonly labels?: readonly string[];
      /**
       * Somebody asked for this very commit again. `beside`: for the check of that service judged beside the change's own, null for the
       * change's own check; left out, for all checks of the commit.
       */
      readonly again?: { readonly beside?: string | null };
    }
  | { readonly kind: 'ignored'; readonly event: string; readonly why: string };

/** An event that names something and is not to be believed further: `ChangeEvents.read` asks the host what is true of it now. */
export interface NamedEvent {
  readonly kind: 'named';
  readonly event: string;
  /** What the connector needs to ask. */
  readonly about: Readonly<Record<string, string | number | boolean | null>>;
  /** What of it are names and no addresses: they are masked, as where they are kept, and come back in `about`. */
  readonly names?: Readonly<Record<string, string | null>>;
}

/** What is true of an event that was read. */
export type ReadEvent = Exclude<ChangeEvent, { readonly kind: 'comment' }>;

export type ParsedEvent = ChangeEvent | NamedEvent;

/** Webhooks of a code host. */
export interface ChangeEvents {
  /** Checks signature or token over the raw bytes, in constant time, with the vendor's time window. @returns false: answer 401. */
  verify(request: InboundRequest): Promise<boolean>;
  /**
   * Delivery id and event, without side effects. Unknown events are `ignored`.
   * @throws PermanentError(`INPUT_INVALID`) naming the field when the body does not fit the published schema.
   */
  parse(request: InboundRequest): { readonly deliveryId: string | null; readonly result: ParsedEvent };
  /**
   * Asks the host what is true of a named event. Absent: `parse` names none.
   * @throws PermanentError(`INPUT_INVALID`) when `about` is none of the connector's
   */
  read?(named: Pick<NamedEvent, 'event' | 'about'>, signal: AbortSignal): Promise<ReadEvent>;
}

export interface DiffFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'binary';
  readonly additions: number;
  readonly deletions: number;
  /** Unified hunks, raw; null when the host withholds them (too large, binary). */
  readonly patch: string | null;
}

/** A remark on lines of a file at the judged commit. */
export interface StatusAnnotation {
  readonly path: string;
  /** 1-based, both ends included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: Masked;
  readonly message: Masked;
}

/** A remark beside a line that the change added, which stands as a discussion of its own. */
export interface LineNote {
  /** What it is about: a change has one note for each key. */
  readonly key: string;
  readonly path: string;
  /** 1-based, of the file as it is at the head. */
  readonly line: number;
  readonly body: Masked;
}

/** How many notes were made, brought up to date, left as they were and resolved, and for how many the host has no line. */
export interface LineNotesEnsured {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly resolved: number;
  readonly unplaced: number;
}

/** Code host of a change. Effects are `ensure`: a second call with the same key changes nothing. */
export interface ChangeHost {
  /** Whether the annotations of a status are shown beside the lines of the diff. */
  readonly showsAnnotations: boolean;
  /** The change as it is now (its head may have moved on). @returns null when it is gone. */
  fetchChange(project: string, number: string, signal: AbortSignal): Promise<RawChange | null>;
  fetchDiff(
    change: { readonly project: string; readonly number: string },
    limits: { readonly maxFiles: number; readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<{ readonly files: readonly DiffFile[]; readonly truncated: boolean }>;
  /** Accounts that wrote or committed commits of the change, as its author is named; of a commit that belongs to no account, its address. */
  fetchCommitAuthors(project: string, number: string, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Account that wrote the last commit up to a ref (branch or commit) that touches a file, as the author of a change is named.
   * @returns null when the host cannot tell, nobody did, or who did has no account or is a program
   */
  fetchLastAuthor(project: string, path: string, ref: string, signal: AbortSignal): Promise<string | null>;
  /** Git's id of the tree of a commit. @returns null when the host cannot tell. */
  fetchTree(project: string, sha: string, signal: AbortSignal): Promise<string | null>;
  /** Paths that differ from one commit to a later one, old names of renamed files too. @returns null when the host cannot tell. */
  fetchMovement(
    project: string,
    between: { readonly from: string; readonly to: string },
    signal: AbortSignal,
  ): Promise<{ readonly paths: readonly string[]; readonly truncated: boolean } | null>;
  /** A comment under the change, by the id that its event gave. @returns null when it is gone, or was written by a program */
  fetchComment(project: string, number: string, id: string, signal: AbortSignal): Promise<RawComment | null>;
  /** What the writer of a comment may do in the project, as the host says now. Who is unknown to it may read. */
  fetchRight(project: string, author: CommentAuthor, signal: AbortSignal): Promise<Right>;
  /** Where the host looks for the file of code owners, in its order, and how it reads it; absent: it knows none. */
  readonly codeOwners?: { readonly files: readonly string[]; readonly syntax: 'github' | 'gitlab' };
  /** A file of the repository at a ref (branch or commit). @returns null when there is none. */
  fetchFile(project: string, path: string, ref: string, signal: AbortSignal): Promise<string | null>;
  /**
   * One comment for each change and key: found again by a hidden marker, updated in place. `order` is a number that
   * grows with re-runs of one head; a comment of the same head with a higher order is left alone.
   */
  ensureComment(
    comment: {
      readonly project: string;
      readonly number: string;
      readonly key: string;
      readonly body: Masked;
      readonly headSha: string;
      readonly order: number;
      /** Id of the comment that it answers, as its event gave it: it is written in that comment's thread, where the host has threads. */
      readonly answers?: string;
      /** What it says in one word (the verdict); stands in its marker. */
      readonly topic?: string;
      /** `create: false` writes no new comment; `sameTopic: false` leaves one that says the same in one word as it is. Default: both true. */
      readonly write?: { readonly create: boolean; readonly sameTopic: boolean };
    },
    signal: AbortSignal,
  ): Promise<{
    readonly status: 'created' | 'updated' | 'unchanged' | 'unneeded';
    readonly url: string | null;
  }>;
  /**
   * Commit status (check) under a fixed name; setting the same state twice is one state. `number` names the change that the commit
   * is the head of, for hosts that keep statuses with changes; `summary` and `annotations` are shown where a status has room for them.
   */
  ensureStatus(
    status: {
      readonly project: string;
      readonly sha: string;
      readonly number?: string | null;
      readonly summary?: Masked;
      readonly annotations?: readonly StatusAnnotation[];
      /** A service judged beside the change's own: its status has a name of its own. */
      readonly beside?: Masked;
      readonly state: 'pending' | 'success' | 'failed';
      readonly description: Masked;
      readonly url: string | null;
    },
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * The change's line notes are these and no others: each is found again by a hidden marker and updated in place, one of ours whose key is
   * not among them is resolved and says so, and is opened again when its key comes back. What people resolved stays resolved. A note whose
   * line the host does not show is left out and counted.
   */
  ensureLineNotes(
    wanted: {
      readonly project: string;
      readonly number: string;
      readonly headSha: string;
      /** A service judged beside the change's own: its notes are its own. */
      readonly beside?: Masked;
      readonly notes: readonly LineNote[];
    },
    signal: AbortSignal,
  ): Promise<LineNotesEnsured>;
}
