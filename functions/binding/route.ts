import { app, type HttpMethod } from '@azure/functions';
import type { RouteName } from '../../shared/access/route-access.ts';
import type { Door } from '../../shared/doors/door.ts';
import type { Services } from '../../shared/wiring.ts';
import { handleHttp } from './handle-http.ts';

/**
 * Registers the function of one HTTP door. Who may open it stands in shared/access/route-access.ts. For the Functions host every door is
 * anonymous, since the host knows its own keys alone (docs/decisions/007-access.md).
 */
export function route(
  name: RouteName,
  options: { readonly method: HttpMethod; readonly path: string },
  door: (services: Services) => Door,
): void {
  app.http(name, {
    methods: [options.method],
    route: options.path,
    authLevel: 'anonymous',
    handler: handleHttp(name, options.path, door),
  });
}
