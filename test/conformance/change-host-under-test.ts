import type { ChangeHost } from '../../shared/ports/change-host.ts';

/** A code host prepared for the suite: one open change with files, and ways to look at it and to disturb it. */
export interface ChangeHostUnderTest {
  readonly host: ChangeHost;
  readonly project: string;
  readonly number: string;
  readonly headSha: string;
  readonly baseSha: string;
  /** Texts of all comments on the change, oldest first. */
  comments(): readonly string[];
  /** Notes on lines of the diff, oldest first. */
  lineNotes(): readonly {
    readonly path: string;
    readonly line: number;
    readonly text: string;
    readonly resolved: boolean;
  }[];
  /** Whether the change still awaits its merge. */
  isOpen(): boolean;
  /** States of the commit's status as they stand now, by name. */
  states(): readonly string[];
  /** Adds comments by other people, one of them with the given text. */
  addForeignComments(count: number, text: string): void;
  /** Makes the change one of `count` files with a patch of about `patchBytes` each. */
  setFiles(count: number, patchBytes: number): void;
  /** The change's commits, each by an account, or by an address that belongs to nobody. */
  setCommits(authors: readonly { readonly account: string | null; readonly email: string }[]): void;
  /** An account of the host wrote the last commit up to the ref that touches the file. */
  setLastAuthor(ref: string, path: string, account: string): void;
  addFile(path: string, ref: string, content: string): void;
  /** The next request is answered so, with the token quoted in the body. */
  failNext(
    answer: { readonly status: number; readonly headers?: Record<string, string> },
    times?: number,
  ): void;
  /** The next request is never answered. */
  hangNext(): void;
  /** The next request that creates a comment (or a note on a line) is carried out, but its answer is lost. */
  loseNextCreation(): void;
  readonly token: string;
  /** States of change or project in which the host takes no comment, or no status either. */
  readonly refusals: readonly {
    readonly refuses: 'comment' | 'status' | 'both';
    /** What the author is told. */
    readonly words: RegExp;
    set(): void;
  }[];
  /** Gives two commits one tree. */
  sameTree(one: string, other: string): void;
  setMovement(from: string, to: string, paths: readonly string[]): void;
  /** Writing requests so far. */
  writes(): number;
}
