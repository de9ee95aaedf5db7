import type { Role } from '../contracts/access.ts';

/** Who stands at a door, once the door knows. */
export interface Caller {
  readonly kind: 'installation-key' | 'api-key' | 'token' | 'signature' | 'link';
  /** Id of the key, or `token` and the subject's hash; names no person. */
  readonly id: string;
  /** Whose data the caller sees: it comes from the credential, never from the request. */
  readonly tenant: string;
  readonly roles: readonly Role[];
  /** Services that the caller is limited to, by the names that they are kept under; null: all of the tenant. */
  readonly services: readonly string[] | null;
}

/** Whether the caller may see or change what belongs to the service, by the name that it is kept under; what belongs to none is for callers without a limit. */
export function mayTouch(caller: Caller | undefined, service: string | null | undefined): boolean {
  const services = caller?.services ?? null;
  return services === null || (typeof service === 'string' && services.includes(service));
}
