import type { Role } from '../contracts/access.ts';

const CONTAINS: Readonly<Record<Role, readonly Role[]>> = {
  reader: ['reader'],
  operator: ['operator', 'reader'],
  approver: ['approver', 'reader'],
  admin: ['admin', 'operator', 'approver', 'reader'],
};

/** Whether any of a caller's roles is the needed one or contains it. */
export function hasRole(roles: readonly Role[], needed: Role): boolean {
  return roles.some((role) => CONTAINS[role].includes(needed));
}
