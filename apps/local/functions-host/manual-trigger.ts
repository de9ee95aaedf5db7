import { type CoreRegistry } from './core-module.ts';
import { type HostLog } from './host-log.ts';
import { type Invoker } from './invoker.ts';
import { traceContextFrom } from './trace-context.ts';

/** `POST /admin/functions/<name>`: the start of a function that has no HTTP trigger; null when there is none. */
export function manualTrigger(
  registry: CoreRegistry,
  invoker: Invoker,
  log: HostLog,
  name: string,
  input: string,
): (() => void) | null {
  const registered = registry.functions.get(name);
  const trigger = Object.entries(registered?.metadata.bindings ?? {}).find(([, binding]) =>
    binding.type.toLowerCase().endsWith('trigger'),
  );
  if (registered === undefined || trigger === undefined || trigger[1].type.toLowerCase() === 'httptrigger')
    return null;
  return () => {
    invoker
      .invoke(registered, {
        inputData: [{ name: trigger[0], data: { string: input } }],
        triggerMetadata: {},
        traceContext: traceContextFrom(undefined, undefined),
      })
      .catch((error: unknown) =>
        log.write('error', name, error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
  };
}
