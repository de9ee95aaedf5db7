import type { Role } from '../contracts/access.ts';

/** Whom a token speaks for. */
export interface VerifiedToken {
  /** Of the issuer, stable and telling no name. */
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly Role[];
}

export interface TokenVerifier {
  /** @returns null for a token that is not to be believed, whatever the reason. @throws TransientError when the issuer's keys cannot be fetched */
  verify(token: string): Promise<VerifiedToken | null>;
}
