import type { Caller } from '../../shared/access/caller.ts';
import type { Services } from '../../shared/wiring.ts';

/**
 * The services as a caller may use them: all that a door reads or writes belongs to the caller's tenant. Connections are those of the
 * configuration's own tenant, so that another one asks nothing of its code hosts.
 */
export function forCaller(services: Services, caller: Caller | null): Services {
  if (caller === null || caller.tenant === services.tenant) return services;
  return { ...services, tenant: caller.tenant, connectionIds: [] };
}
