import type { Masked } from '../contracts/masked.ts';
import type { InboundRequest } from './change-host.ts';
import type { SentNotice } from './notifier.ts';

/** What a messenger shows of an approval. Texts are plain: who shows them escapes them. */
export interface ApprovalNotice {
  /** Key of the change, under which its thread is found. */
  readonly key: string;
  readonly runId: string;
  /** Grows with every event: a later notice says all that an earlier one said. */
  readonly sequence: number;
  readonly waiting: boolean;
  /** `Waits for approval: shop/orders !7`. */
  readonly title: Masked;
  /** The verdict as it was. */
  readonly headline: Masked;
  /** Who may approve, until when, why, who has agreed so far. */
  readonly lines: readonly Masked[];
  readonly links: {
    readonly change: string | null;
    readonly report: string | null;
    /** Where people prove who they are and decide. */
    readonly page: string | null;
  };
  /** Accounts of those who are asked now, in this very notice; none: nobody is told anew. */
  readonly call: readonly string[];
}

/** The same for one person, with links that only this person gets. */
export interface PersonalNotice {
  readonly account: string;
  readonly notice: ApprovalNotice;
  readonly approve: string;
  readonly reject: string;
}

/** A click on a button of ours, believed only after `verify`. */
export interface ApprovalClick {
  readonly runId: string;
  readonly decision: 'approve' | 'reject';
  readonly account: string;
  /** As it was written; raw. */
  readonly reason: string;
  /** Names this one click. */
  readonly key: string;
}

/** Buttons that call back. */
export interface ApprovalClicks {
  /** Checks the signature over the raw bytes, in constant time, within the vendor's time window. @returns false: answer 401. */
  verify(request: InboundRequest): Promise<boolean>;
  /** @returns null for what is none of our buttons. @throws PermanentError(`INPUT_INVALID`) naming the field. */
  parse(request: InboundRequest): ApprovalClick | null;
  /** Tells the one who clicked, and nobody else. */
  answer(account: string, words: Masked, signal: AbortSignal): Promise<void>;
}

/** How a messenger asks for approval and takes answers. */
export interface ApprovalDesk {
  /** Whether a message is found again; false: the caller notes each try and does not repeat one whose outcome is not known. */
  readonly findsAgain: boolean;
  ensureApproval(
    notice: ApprovalNotice,
    at: { readonly thread: string | null; readonly since: Date },
    signal: AbortSignal,
  ): Promise<SentNotice>;
  /** Absent: nobody can be told in private. */
  readonly tellPerson?: ((personal: PersonalNotice, signal: AbortSignal) => Promise<void>) | undefined;
  readonly clicks?: ApprovalClicks | undefined;
}
