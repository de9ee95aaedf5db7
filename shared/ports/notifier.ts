import type { ChangeBrief } from '../contracts/change-brief.ts';
import type { Masked } from '../contracts/masked.ts';

/** News of one change. The first of a change begins a thread where the messenger has threads. */
export interface Notice {
  /** Stable for one change: its thread is found again by it. */
  readonly key: string;
  /** Stable for one piece of news: a second call with the same id says it once. */
  readonly id: string;
  readonly brief: ChangeBrief;
  /** False: what stands there is brought up to date without telling anybody anew. */
  readonly news: boolean;
}

/** Several changes in one message, in place of a message for each. */
export interface DigestNotice {
  readonly id: string;
  readonly headline: Masked;
  readonly briefs: readonly ChangeBrief[];
  /** Changes that are not listed any more. */
  readonly more: number;
}

export interface SentNotice {
  readonly status: 'posted' | 'updated' | 'unchanged';
  /** Where the thread of the change is; to be given back next time. Null: the messenger has none. */
  readonly thread: string | null;
}

/** A messenger's channel. */
export interface Notifier {
  /**
   * Whether a message is found again by its key and id. False: nothing can be read back or changed, so the caller notes each
   * try and does not repeat one whose outcome is not known.
   */
  readonly findsAgain: boolean;
  /** @param at the thread as told before, and how far back a message of ours without a told thread may lie */
  ensureNotice(
    notice: Notice,
    at: { readonly thread: string | null; readonly since: Date },
    signal: AbortSignal,
  ): Promise<SentNotice>;
  ensureDigest(digest: DigestNotice, at: { readonly since: Date }, signal: AbortSignal): Promise<SentNotice>;
}
