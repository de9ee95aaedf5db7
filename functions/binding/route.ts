import { app, type HttpMethod } from '@azure/functions';
import type { Door } from '../../shared/doors/door.ts';
import type { Services } from '../../shared/wiring.ts';
import { handleHttp } from './handle-http.ts';

/** Registers the function of one HTTP door. `level` is the Functions key that a caller needs. */
export function route(
  name: string,
  options: { readonly method: HttpMethod; readonly path: string; readonly level: 'anonymous' | 'function' },
  door: (services: Services) => Door,
): void {
  app.http(name, {
    methods: [options.method],
    route: options.path,
    authLevel: options.level,
    handler: handleHttp(options.path, door),
  });
}
