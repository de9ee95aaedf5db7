import * as z from 'zod';
import type { Tenant } from './envelope.ts';

/**
 * What a caller may do. `reader` looks; `operator` hands in results and asks for verdicts; `approver` decides what people decide
 * (approvals, acknowledgements); `admin` does all of it. Operator and approver are two rights and neither contains the other: the pipeline that
 * measures a change must not be able to wave it through.
 */
export const Role = z.enum(['reader', 'operator', 'approver', 'admin']);
export type Role = z.infer<typeof Role>;

/** A key as it is kept: of the secret only the hash. */
export interface ApiKey {
  readonly id: string;
  readonly tenant: Tenant;
  /** What it is for, in the words of who made it. */
  readonly name: string;
  readonly role: Role;
  /** Services that it is limited to; null: all of the tenant. */
  readonly services: readonly string[] | null;
  /** SHA-256 of the key's text. The text has 256 random bits, so a slow hash would protect nothing more. */
  readonly hash: string;
  readonly requestsPerMinute: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Id of the key that this one replaced. */
  readonly replaces: string | null;
}
