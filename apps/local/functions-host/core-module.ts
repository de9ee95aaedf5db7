import Module from 'node:module';
import {
  type FunctionCallback,
  type FunctionMetadata,
  type HookCallback,
  type LogCategory,
  type LogLevel,
  type ProgrammingModel,
} from './core-types.ts';
import { type HostLog } from './host-log.ts';

const HOOK_NAMES = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What the app registered through `@azure/functions`, and the app-wide state its hooks share. */
export interface CoreRegistry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly appHookData: Record<string, unknown>;
  readonly appLevelHookData: Record<string, unknown>;
  hooks(name: HookName): readonly HookCallback[];
  programmingModel(): ProgrammingModel | undefined;
  /** After this, registering a function throws, as it does in the real worker once the app has started. */
  lock(): void;
  /** Passes an entry through the app's log hooks, which may change user entries, then writes it. */
  log(entry: LogEntry): void;
}

export interface LogEntry {
  readonly level: LogLevel;
  readonly category: LogCategory;
  readonly source: string;
  readonly message: string;
  readonly invocationContext?: unknown;
}

/**
 * Creates what `@azure/functions-core` offers and makes `require('@azure/functions-core')` return it, the way the
 * real worker does: by wrapping `Module.prototype.require`. An ES `import` of that name fails here as it does in Azure.
 */
export function installCoreModule(log: HostLog): CoreRegistry {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<HookName, HookCallback[]>(HOOK_NAMES.map((name) => [name, []]));
  const appHookData: Record<string, unknown> = {};
  let model: ProgrammingModel | undefined;
  let locked = false;

  const registry: CoreRegistry = {
    functions,
    appHookData,
    appLevelHookData: {},
    hooks: (name) => hooks.get(name) ?? [],
    programmingModel: () => model,
    lock: () => {
      locked = true;
    },
    log: (entry) => logThroughHooks(entry, hooks.get('log') ?? [], appHookData, log),
  };

  intercept({
    version: '3.13.0',
    hostVersion: '4.1044.0',
    Disposable: CoreDisposable,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): CoreDisposable {
      if (locked) throw systemError(new Error('A function can only be registered during app startup.'));
      if (functions.has(metadata.name)) {
        log.write(
          'warning',
          'host',
          `The function "${metadata.name}" is registered twice; the last one counts.`,
        );
      }
      functions.set(metadata.name, { metadata, callback });
      return new CoreDisposable(() => functions.delete(metadata.name));
    },
    registerHook(name: string, callback: HookCallback): CoreDisposable {
      const known = HOOK_NAMES.find((hook) => hook === name);
      const list = known === undefined ? undefined : hooks.get(known);
      if (list === undefined) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
      list.push(callback);
      return new CoreDisposable(() => list.splice(list.indexOf(callback), 1));
    },
    setProgrammingModel(next: ProgrammingModel): void {
      model = next;
    },
    getProgrammingModel: () => model,
    log: (level: LogLevel, category: LogCategory, message: string) =>
      registry.log({ level, category, source: 'host', message }),
  });
  return registry;
}

function intercept(coreApi: object): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy passes `this` on
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply(target, thisArg, args: unknown[]): unknown {
      if (args[0] === '@azure/functions-core') return coreApi;
      return Reflect.apply(target, thisArg, args);
    },
  });
}

function logThroughHooks(
  entry: LogEntry,
  hooks: readonly HookCallback[],
  appHookData: Record<string, unknown>,
  log: HostLog,
): void {
  const context = {
    hookData: {},
    appHookData,
    level: entry.level,
    message: entry.message,
    category: entry.category,
    invocationContext: entry.invocationContext,
  };
  try {
    for (const hook of hooks) hook(context);
  } catch (error) {
    log.write(
      'warning',
      'host',
      `A log hook threw: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  // As in the real worker, hooks may change what the user's code logged, never what the system says.
  const changed = entry.category === 'user' ? context : entry;
  log.write(changed.level, entry.source, changed.message);
}

function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}

class CoreDisposable {
  #callOnDispose: (() => unknown) | undefined;

  constructor(callOnDispose: () => unknown) {
    this.#callOnDispose = callOnDispose;
  }

  static from(...disposables: readonly { dispose(): unknown }[]): CoreDisposable {
    return new CoreDisposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }

  dispose(): unknown {
    const call = this.#callOnDispose;
    this.#callOnDispose = undefined;
    return call?.();
  }
}
