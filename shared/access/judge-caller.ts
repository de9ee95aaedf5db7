import type { Caller } from './caller.ts';
import { hasRole } from './has-role.ts';
import type { RouteAccess } from './route-access.ts';

/**
 * Why a known caller is refused, in words for the caller; null: come in.
 * @param keptAs the name that a service is kept under
 */
export function judgeCaller(
  { opens, limit }: RouteAccess,
  caller: Caller,
  query: URLSearchParams,
  keptAs: (service: string) => string,
): string | null {
  if (opens === 'signature' || opens === 'link') return null;
  if (!hasRole(caller.roles, opens)) {
    const has = caller.roles.join(', ') || 'none';
    return `This asks for the role "${opens}"; the credential has ${has}.`;
  }
  if (caller.services === null || limit === 'door') return null;
  if (limit === 'closed') return 'The credential is limited to services, and this is not of one service.';
  // Of a name that stands twice the door might read the other.
  const named = query.getAll('service');
  const [service] = named;
  if (named.length === 1 && service !== undefined && caller.services.includes(keptAs(service))) return null;
  return `The credential is limited to services; name one of them, once, as "service": ${caller.services.join(', ')}.`;
}
