import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskPath } from './mask-path.ts';

/** Whose data it is, and who masks under a key. */
export interface NameKeeper {
  readonly tenant: string;
  readonly maskerOf: (key: string) => { mask(text: string): Masked };
}

/**
 * The name that a service or a branch is kept under, so that what is asked about is found. A name that was masked before stays as it is.
 * @param name as a person or a program under test gives it
 */
export function keptName(name: string, { tenant, maskerOf }: NameKeeper): Masked {
  return maskPath(name, maskerOf(identityKey(tenant)));
}
