import type { ChangeBrief } from '../contracts/change-brief.ts';
import type { Masked } from '../contracts/masked.ts';

export interface EnsuredIssue {
  readonly key: string;
  readonly url: string;
  readonly action: 'created' | 'updated' | 'reopened' | 'closed' | 'unchanged';
}

/** Issues under a key of ours: exactly one issue for a key, found again before one is made. */
export interface IssueTracker {
  /** Makes the issue or brings it up to date; one that was closed and has something to say again is opened. */
  ensureIssue(
    issue: {
      readonly key: string;
      readonly title: Masked;
      /** Markdown, for trackers that show it. */
      readonly body: Masked;
      readonly labels: readonly string[];
      /** The same in parts, for trackers with a format of their own. */
      readonly brief?: ChangeBrief;
      /** Attached once for each content, where the tracker takes files. */
      readonly picture?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
    },
    signal: AbortSignal,
  ): Promise<EnsuredIssue>;
  /**
   * Closes the issue of the key and says why. Absent: the tracker's issues are closed by people.
   * @returns null when there is none
   * @throws PermanentError(`CONFIG_INVALID`) naming the transitions when the workflow has no way to a closed state
   */
  closeIssue?(
    closing: { readonly key: string; readonly reason: Masked },
    signal: AbortSignal,
  ): Promise<EnsuredIssue | null>;
}
