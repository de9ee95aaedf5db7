import { findPostgres, startPostgres } from '../../support/start-postgres.ts';
import { announceAll } from './announce-all.ts';
import { copyApp } from './app-folder.ts';
import { createChanges } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { DEADLINES_AND_DIGESTS, drain } from './drain.ts';
import { beginFault, type HostSlot } from './host-slot.ts';
import type { PartReport } from './part-report.ts';
import { runInWorld } from './run-in-world.ts';
import type { AcceptedChange } from './snapshot.ts';
import { type FaultWorld, HTTP_SERVERS } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** Times that others need to answer, ms: services of others on a slow day, and Azure's storage and vault in the region. */
const OUTSIDE_MS = 300;
const STORAGE_MS = 15;
/**
 * What one host takes of a queue at once; 16 as deployed. Two hosts and all servers share this machine's processors: with so few at once it is
 * the waiting for others that bounds a host, and what two of them gain shows whether they wait for each other.
 */
const CALLS_AT_ONCE = 1;
const WARM_UP_RUNS = 2;

/** What hosts did with a number of runs. */
export interface Throughput {
  readonly runsPerMinute: number;
  /** Processor time of the hosts, and of the cloud with all look-alikes, for one run; null where the system does not tell. */
  readonly hostCpuSeconds: number | null;
  readonly cloudCpuSeconds: number | null;
  /** Requests to the blob service for one run. */
  readonly blobRequests: number;
}

export interface TwoHostsReport extends PartReport {
  readonly database: 'PostgreSQL' | 'embedded, since no PostgreSQL is installed';
  readonly by: { readonly oneHost: Throughput; readonly twoHosts: Throughput };
}

/**
 * The same number of runs by one host, then by two at once, on one Service Bus and one PostgreSQL; all servers answer as late as real ones, and a host takes
 * little at once.
 */
export async function runTwoHosts(
  runs: number,
  tell: (line: string) => void,
): Promise<TwoHostsReport | PartReport> {
  const programs = findPostgres();
  const postgres = programs === null ? null : await startPostgres(programs);
  const app = await copyApp({ callsAtOnce: CALLS_AT_ONCE });
  const setting = { app, skewsMs: [0, 0], tell, ...(postgres === null ? {} : { databaseUrl: postgres.url }) };
  try {
    return await runInWorld(setting, async (world, slots) => ({
      database: postgres === null ? 'embedded, since no PostgreSQL is installed' : 'PostgreSQL',
      ...(await compareHosts(world, slots, runs, tell)),
    }));
  } finally {
    await postgres?.stop();
    app.remove();
  }
}

async function compareHosts(
  world: FaultWorld,
  slots: readonly HostSlot[],
  runs: number,
  tell: (line: string) => void,
): Promise<Omit<TwoHostsReport, 'database'>> {
  const changes = createChanges(world);
  const accepted: AcceptedChange[] = [];

  async function measure(by: readonly HostSlot[], count: number): Promise<Throughput> {
    const prepared = [];
    for (let index = 0; index < count; index += 1) prepared.push(await changes.prepare(by[0]?.url ?? ''));
    const startedAt = performance.now();
    const before = spent(by);
    accepted.push(...(await announceAll(changes, by, prepared)));
    // A digest goes out when its minute is over, however fast hosts are.
    await drain(world, DEADLINES_AND_DIGESTS);
    const after = spent(by);
    return {
      runsPerMinute: Math.round((count / (performance.now() - startedAt)) * 600_000) / 10,
      hostCpuSeconds: perRun(before.hosts, after.hosts, count),
      cloudCpuSeconds: perRun(before.cloud, after.cloud, count),
      blobRequests: Math.round((after.blobRequests - before.blobRequests) / count),
    };
  }

  for (const on of HTTP_SERVERS) {
    const isAzure = on === 'blob' || on === 'keyVault' || on === 'identity';
    beginFault(slots, { on, fault: { kind: 'slow', ms: isAzure ? STORAGE_MS : OUTSIDE_MS } });
  }
  const [first, second] = slots;
  await first?.process.start();
  await changes.measureBase(first?.url ?? '');
  await measure(slots.slice(0, 1), WARM_UP_RUNS);
  const oneHost = await measure(slots.slice(0, 1), runs);
  await second?.process.start();
  await measure(slots, WARM_UP_RUNS);
  const twoHosts = await measure(slots, runs);
  tell(toldOfTwo({ oneHost, twoHosts }));
  await drain(world);
  const violations = checkSnapshot(await takeSnapshot(world, accepted));
  return { runs: accepted.length, violations, done: {}, by: { oneHost, twoHosts } };
}

/** One line for people. */
export function toldOfTwo({ oneHost, twoHosts }: TwoHostsReport['by']): string {
  const told = ({ runsPerMinute, hostCpuSeconds, cloudCpuSeconds, blobRequests }: Throughput): string =>
    `${runsPerMinute} runs a minute (a run: ${hostCpuSeconds ?? '?'} s of processor time in hosts, ${cloudCpuSeconds ?? '?'} s in the cloud, ${blobRequests} blob requests)`;
  return `one host: ${told(oneHost)}; two: ${told(twoHosts)}`;
}

function spent(slots: readonly HostSlot[]) {
  const hosts = slots.map(({ process }) => (process.pid === undefined ? null : cpuSeconds(process.pid)));
  return {
    hosts: hosts.includes(null) ? null : hosts.reduce<number>((sum, each) => sum + (each ?? 0), 0),
    cloud: cpuSeconds(),
    blobRequests: slots.reduce((sum, { http }) => sum + http.blob.asked(), 0),
  };
}

function perRun(before: number | null, after: number | null, runs: number): number | null {
  return before === null || after === null ? null : Math.round(((after - before) / runs) * 100) / 100;
}
