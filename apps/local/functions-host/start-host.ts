import { ServiceBusClient } from '@azure/service-bus';
import { mkdirSync } from 'node:fs';
import { type Server } from 'node:net';
import { connectionStringFrom, expandAppSettings } from './app-settings.ts';
import { installCoreModule, type CoreRegistry } from './core-module.ts';
import { type ProgrammingModel, type WorkerCapabilities } from './core-types.ts';
import { readHostJson } from './host-json.ts';
import { createHostLog } from './host-log.ts';
import { readOrCreateHostKeys } from './http/host-keys.ts';
import { type FunctionDescription } from './http/admin-routes.ts';
import { httpFunctionsFrom, type HttpFunction } from './http/http-functions.ts';
import { startHttpListener } from './http/http-listener.ts';
import { createInvoker, type FunctionTimeoutError } from './invoker.ts';
import { loadApp } from './load-app.ts';
import { manualTrigger } from './manual-trigger.ts';
import { checkOutputBindings, createOutputSender } from './output-bindings.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { listenToQueue } from './listen-to-queue.ts';
import { startTimer } from './timer-trigger.ts';
import { enabledFunctions } from './enabled-functions.ts';
import { triggersFrom } from './triggers.ts';

interface HostOptions {
  /** The folder with host.json, package.json and the built app. */
  readonly appFolder: string;
  /** Keys and timer states; made when missing. */
  readonly stateFolder: string;
  /** 0: any free port. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  readonly onTimeout: (error: FunctionTimeoutError) => void;
}

interface Host {
  readonly port: number;
  readonly functionNames: readonly string[];
  /**
   * Takes no more work, waits for what runs, runs the app's terminate hooks, closes everything.
   *
   * @returns whether all invocations ended within the time
   */
  drain(timeoutMs: number): Promise<boolean>;
}

const MAX_BODY_BYTES = 104_857_600;

/**
 * Starts the app's functions. Order as in Azure: host.json, entry point, capabilities, appStart hooks, listeners.
 *
 * @throws HostJsonError, AppSettingError, or an Error that names the function or file at fault
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const settings = readHostJson(options.appFolder);
  mkdirSync(options.stateFolder, { recursive: true });
  const log = createHostLog(settings.logLevels, options.print);
  const registry = installCoreModule(log);
  const servers: Server[] = [];
  const { model, httpUri } = await listenOnLoopback(
    () => loadModel(options.appFolder, registry),
    (server) => servers.push(server),
  );
  await runAppHooks(registry, 'appStart', { functionAppDirectory: options.appFolder });
  registry.lock();

  const { functionTimeoutMs } = settings;
  const invoker = createInvoker({ registry, model, functionTimeoutMs, onTimeout: options.onTimeout });
  for (const { metadata } of registry.functions.values()) checkOutputBindings(metadata);
  const enabled = enabledFunctions(registry.functions.values(), options.env);
  const triggers = triggersFrom(enabled, options.env);
  const http = httpFunctionsFrom(enabled, settings.routePrefix);

  const clients = new Map<string, ServiceBusClient>();
  function clientFor(connection: string): ServiceBusClient {
    const known = clients.get(connection);
    if (known !== undefined) return known;
    const made = new ServiceBusClient(
      connectionStringFrom(connection, options.env, `Connection "${connection}"`),
    );
    clients.set(connection, made);
    return made;
  }
  const outputs = createOutputSender(clientFor, (name) =>
    expandAppSettings(name, options.env, `Queue "${name}"`),
  );

  const timers = triggers.timers.map((trigger) => startTimer(trigger, options.stateFolder, invoker, log));
  const listeners = triggers.serviceBus.map((trigger) =>
    listenToQueue(clientFor(trigger.connection), trigger, settings.serviceBus, invoker, outputs, log),
  );
  const listener = await startHttpListener({
    port: options.port,
    settings,
    functions: http,
    keys: readOrCreateHostKeys(options.stateFolder),
    invoker,
    log,
    library: httpUri === null ? null : serverAt(httpUri, servers),
    maxBodyBytes: Number(options.env['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'] ?? MAX_BODY_BYTES),
    admin: {
      functions: () => describeFunctions(registry.functions.keys(), http),
      trigger: (name, input) => manualTrigger(registry, invoker, log, name, input),
    },
  });
  log.write('information', 'host', `Started ${registry.functions.size} functions on port ${listener.port}`);

  return {
    port: listener.port,
    functionNames: [...registry.functions.keys()],
    async drain(timeoutMs) {
      log.write('information', 'host', `Draining: ${invoker.active()} invocations are running`);
      timers.forEach((timer) => timer.stop());
      listener.stopAccepting();
      const stopped = Promise.allSettled(listeners.map((queue) => queue.stop()));
      const isIdle = await withinTime(
        stopped.then(() => invoker.idle(timeoutMs)),
        timeoutMs,
      );
      await runAppHooks(registry, 'appTerminate', {});
      await Promise.allSettled([
        listener.close(),
        outputs.close(),
        ...[...clients.values()].map((client) => client.close()),
      ]);
      log.write(
        isIdle ? 'information' : 'warning',
        'host',
        isIdle ? 'Drained' : 'Drained by time-out; work was cut off',
      );
      return isIdle;
    },
  };
}

async function loadModel(
  appFolder: string,
  registry: CoreRegistry,
): Promise<{ readonly model: ProgrammingModel; readonly httpUri: string | null }> {
  await loadApp(appFolder);
  const model = registry.programmingModel();
  if (model === undefined) {
    throw new Error(`The app in ${appFolder} registered no function with @azure/functions.`);
  }
  return { model, httpUri: await announceCapabilities(model) };
}

function describeFunctions(names: Iterable<string>, http: readonly HttpFunction[]): FunctionDescription[] {
  return [...names].map((name) => {
    const served = http.find(({ registered }) => registered.metadata.name === name);
    if (served === undefined) return { name };
    return {
      name,
      invoke_url_template: `/${served.route.template.replace(/^\/+/, '')}`,
      methods: [...served.methods],
    };
  });
}

/** The server of this process that an address names. @throws Error when none of them listens there */
function serverAt(uri: string, servers: readonly Server[]): Server {
  const { port } = new URL(uri);
  const found = servers.find((server) => {
    const address = server.address();
    return typeof address === 'object' && String(address?.port) === port;
  });
  if (found === undefined)
    throw new Error(
      `@azure/functions announced ${uri} for HTTP streaming, where no server of the host listens.`,
    );
  return found;
}

async function announceCapabilities(model: ProgrammingModel): Promise<string | null> {
  const ours: WorkerCapabilities = {
    RpcHttpBodyOnly: 'true',
    RawHttpBodyBytes: 'true',
    UseNullableValueDictionaryForHttp: 'true',
  };
  const all = (await model.getCapabilities?.(ours)) ?? ours;
  return all.HttpUri ?? null;
}

async function runAppHooks(
  registry: CoreRegistry,
  name: 'appStart' | 'appTerminate',
  extra: object,
): Promise<void> {
  const context = { ...extra, hookData: registry.appLevelHookData, appHookData: registry.appHookData };
  for (const hook of registry.hooks(name)) await hook(context);
}

async function withinTime(work: Promise<boolean>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
