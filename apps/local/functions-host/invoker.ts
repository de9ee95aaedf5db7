import { randomUUID } from 'node:crypto';
import { type CoreRegistry, type HookName, type RegisteredFunction } from './core-module.ts';
import {
  type CoreInvocationContext,
  type FunctionCallback,
  type ProgrammingModel,
  type RpcInvocationResponse,
  type RpcParameterBinding,
  type RpcTraceContext,
  type RpcTypedData,
} from './core-types.ts';

export interface InvocationInput {
  readonly invocationId?: string;
  readonly inputData: readonly RpcParameterBinding[];
  readonly triggerMetadata: Readonly<Record<string, RpcTypedData>>;
  readonly traceContext: RpcTraceContext;
}

export interface Invoker {
  /**
   * Runs one invocation through hooks, handler and outputs.
   *
   * @throws whatever the handler or a hook threw; FunctionTimeoutError when host.json's functionTimeout passed
   */
  invoke(registered: RegisteredFunction, input: InvocationInput): Promise<RpcInvocationResponse>;
  active(): number;
  /** Resolves to true when nothing runs any more, to false when that did not happen in time. */
  idle(timeoutMs: number): Promise<boolean>;
}

export class FunctionTimeoutError extends Error {
  constructor(functionName: string, timeoutMs: number) {
    super(
      `Timeout value of ${timeoutMs} ms was exceeded by function "${functionName}" (host.json, functionTimeout)`,
    );
    this.name = 'FunctionTimeoutError';
  }
}

interface InvokerOptions {
  readonly registry: CoreRegistry;
  readonly model: ProgrammingModel;
  /** null: no limit. */
  readonly functionTimeoutMs: number | null;
  /** Called after a timed-out invocation was answered: Azure then restarts the worker, handler and all. */
  readonly onTimeout: (error: FunctionTimeoutError) => void;
}

export function createInvoker(options: InvokerOptions): Invoker {
  let active = 0;
  const waiting = new Set<() => void>();

  return {
    async invoke(registered, input) {
      active += 1;
      try {
        return await withTimeout(registered.metadata.name, runOnce(options, registered, input), options);
      } finally {
        active -= 1;
        if (active === 0) waiting.forEach((resolve) => resolve());
      }
    },
    active: () => active,
    idle(timeoutMs) {
      if (active === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const done = (isIdle: boolean): void => {
          clearTimeout(timer);
          waiting.delete(onIdle);
          resolve(isIdle);
        };
        const onIdle = (): void => done(true);
        const timer = setTimeout(() => done(false), timeoutMs);
        waiting.add(onIdle);
      });
    },
  };
}

async function withTimeout<T>(name: string, work: Promise<T>, options: InvokerOptions): Promise<T> {
  const limitMs = options.functionTimeoutMs;
  if (limitMs === null) return work;
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new FunctionTimeoutError(name, limitMs);
      reject(error);
      options.onTimeout(error);
    }, limitMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

async function runOnce(
  { registry, model }: InvokerOptions,
  { metadata, callback }: RegisteredFunction,
  input: InvocationInput,
): Promise<RpcInvocationResponse> {
  const invocationId = input.invocationId ?? randomUUID();
  const made: { context?: unknown } = {};
  const core: CoreInvocationContext = {
    invocationId,
    request: { ...input, invocationId, functionId: metadata.name },
    metadata,
    state: undefined,
    log: (level, category, message) =>
      registry.log({ level, category, source: metadata.name, message, invocationContext: made.context }),
  };
  const invocation = model.getInvocationModel(core);
  const { context, inputs } = await invocation.getArguments();
  made.context = context;

  const shared = { hookData: {}, appHookData: registry.appHookData, invocationContext: context };
  const before: { inputs: unknown[]; functionCallback: FunctionCallback } = Object.assign(
    { inputs, functionCallback: callback },
    shared,
  );
  await runHooks(registry, core, 'preInvocation', 'preInvocationHooks', before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } = Object.assign(
    { inputs: before.inputs, result: null, error: null },
    shared,
  );
  core.state = 'invocation';
  try {
    after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error('The handler threw nothing (null or undefined).');
  } finally {
    core.state = undefined;
  }
  await runHooks(registry, core, 'postInvocation', 'postInvocationHooks', after);
  if (after.error !== null && after.error !== undefined) throw asError(after.error);
  return invocation.getResponse(context, after.result);
}

async function runHooks(
  registry: CoreRegistry,
  core: CoreInvocationContext,
  name: HookName,
  state: 'preInvocationHooks' | 'postInvocationHooks',
  context: object,
): Promise<void> {
  core.state = state;
  try {
    for (const hook of registry.hooks(name)) await hook(context);
  } finally {
    core.state = undefined;
  }
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}
