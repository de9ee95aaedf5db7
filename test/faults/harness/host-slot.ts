import path from 'node:path';
import { freePort } from '../../../apps/local/cloud/free-port.ts';
import { createHostProcess, type HostProcess } from '../../../apps/local/cloud/host-process.ts';
import { QUEUE_NAMES, type QueueName } from '../../../shared/contracts/queue-name.ts';
import { ROOT } from '../../support/start-installation.ts';
import { hostEnvironment, portOf } from './host-environment.ts';
import { type FaultWorld, HTTP_SERVERS, type HttpServer } from './start-fault-world.ts';
import { type HttpFault, type HttpProxy, startHttpProxy } from './start-http-proxy.ts';
import { startTcpProxy, type TcpFault, type TcpProxy } from './start-tcp-proxy.ts';

/** A place for one host with proxies of its own; what dies there is started again there. */
export interface HostSlot {
  readonly name: string;
  readonly url: string;
  /** The host with all functions. */
  readonly process: HostProcess;
  /** The same place with one queue's function and those without a queue, as an instance that was scaled out for that queue. One of them runs at a time. */
  only(queue: QueueName): HostProcess;
  isUp(): boolean;
  /** Of each process that ended though nobody asked it to, which one, how old it was and how it ended. */
  readonly endedByItself: readonly string[];
  readonly http: Readonly<Record<HttpServer, HttpProxy>>;
  readonly tcp: { readonly serviceBus: TcpProxy; readonly database: TcpProxy };
  /** Stops the host, then the proxies. */
  stop(): Promise<void>;
}

const SKEW = path.join(ROOT, 'test/faults/harness/skew-clock.mjs');

/** A host that lives for a second only would spend a tenth of it on collecting what it needs to start. */
const SHORT_LIVED = ['--max-semi-space-size=16', '--min-semi-space-size=16'];

/** Prepares a host over proxies of its own; nothing runs before `process.start`. @param skewMs how wrong its clock goes. */
export async function createHostSlot(world: FaultWorld, name: string, skewMs = 0): Promise<HostSlot> {
  const [port, serviceBus, database, ...servers] = await Promise.all([
    freePort(),
    startTcpProxy(portOf(world.urls.serviceBus)),
    startTcpProxy(portOf(world.urls.database)),
    ...HTTP_SERVERS.map(async (server) => [server, await startHttpProxy(world.urls[server])] as const),
  ]);
  const http = Object.fromEntries(servers) as Record<HttpServer, HttpProxy>;
  const urls = Object.fromEntries(servers.map(([server, { url }]) => [server, url])) as Record<
    HttpServer,
    string
  >;
  const skew: Record<string, string> =
    skewMs === 0 ? {} : { NODE_OPTIONS: `--import ${SKEW}`, SKEW_MS: String(skewMs) };
  const stateFolder = path.join(world.cloud.folder, 'functions');
  const env = {
    ...hostEnvironment(world, { http: urls, serviceBusPort: serviceBus.port, databasePort: database.port }),
    ...skew,
    NODE_COMPILE_CACHE: world.app.compiled,
  };
  const startedAt = performance.now();
  const endedByItself: string[] = [];
  const hostWith = (settings: Readonly<Record<string, string>>): HostProcess =>
    createHostProcess({
      hostFile: world.app.hostFile,
      appFolder: world.app.folder,
      stateFolder,
      port,
      env: { ...env, ...settings },
      log: (line) => world.log.push(`${name} ${secondsSince(startedAt)} s: ${line}`),
      onEndedByItself: (how) =>
        endedByItself.push(`host ${name} ended by itself at ${secondsSince(startedAt)} s (${how})`),
      restartOnCrash: false,
      nodeFlags: SHORT_LIVED,
    });
  const process = hostWith({});
  const ofQueues = new Map(QUEUE_NAMES.map((queue) => [queue, hostWith(othersDisabled(queue))]));
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    process,
    only: (queue) => ofQueues.get(queue) ?? process,
    isUp: () => [process, ...ofQueues.values()].some(({ pid }) => pid !== undefined),
    endedByItself,
    http,
    tcp: { serviceBus, database },
    async stop() {
      await Promise.all([process, ...ofQueues.values()].map((host) => host.stop()));
      await Promise.all([...Object.values(http), serviceBus, database].map((proxy) => proxy.stop()));
    },
  };
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}

/** The app settings by which Azure switches functions off; a queue's function bears its name. */
function othersDisabled(queue: QueueName): Record<string, string> {
  return Object.fromEntries(
    QUEUE_NAMES.filter((name) => name !== queue).map((name) => [`AzureWebJobs.${name}.Disabled`, 'true']),
  );
}

/** One thing that goes wrong for all hosts alike. */
export type Fault =
  | { readonly on: HttpServer; readonly fault: HttpFault }
  | { readonly on: 'serviceBus'; readonly fault: TcpFault | 'cut' }
  | { readonly on: 'database'; readonly fault: TcpFault | 'cut' };

/** Lets a fault begin at every host. */
export function beginFault(slots: readonly HostSlot[], given: Fault): void {
  for (const { http, tcp } of slots) {
    if (given.on !== 'serviceBus' && given.on !== 'database') http[given.on].set(given.fault);
    else if (given.fault === 'cut') tcp[given.on].cut();
    else tcp[given.on].set(given.fault);
  }
}

/** Ends what was begun. */
export function endFault(slots: readonly HostSlot[], on: Fault['on']): void {
  for (const { http, tcp } of slots) {
    if (on === 'serviceBus' || on === 'database') tcp[on].set(null);
    else http[on].set(null);
  }
}
