/** What a link lets its bearer do: one decision as one person, or only to open the page, where people prove who they are. */
export interface ApprovalClaims {
  readonly runId: string;
  readonly scope:
    | { readonly kind: 'page' }
    | { readonly kind: 'decide'; readonly person: string; readonly decision: 'approve' | 'reject' };
  /** Tells one link from a later one for the same person and decision. */
  readonly nonce: string;
}

/** Links of approval, signed by us; what they claim cannot be changed, and they end with the approval. */
export interface ApprovalLinks {
  url(claims: ApprovalClaims, expiresAt: Date): string;
  /** @returns null for a link that is not ours, was changed, or has expired */
  verify(url: URL, runId: string, now: Date): ApprovalClaims | null;
  /** Value for the page's form, good for half an hour: who posts has opened the page. */
  formToken(url: URL, now: Date): string;
  isFormToken(token: string, url: URL, now: Date): boolean;
}
