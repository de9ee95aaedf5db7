import type { Masked } from '../contracts/masked.ts';

/** Issues under a key of ours: exactly one issue for a key, found again before one is made. */
export interface IssueTracker {
  ensureIssue(
    issue: {
      readonly key: string;
      readonly title: Masked;
      readonly body: Masked;
      readonly labels: readonly string[];
    },
    signal: AbortSignal,
  ): Promise<{
    readonly key: string;
    readonly url: string;
    readonly action: 'created' | 'updated' | 'unchanged';
  }>;
}
