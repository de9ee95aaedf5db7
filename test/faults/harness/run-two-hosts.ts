import { findPostgres, startPostgres } from '../../support/start-postgres.ts';
import { announceAll } from './announce-all.ts';
import { copyApp } from './app-folder.ts';
import { createChanges } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { drain } from './drain.ts';
import { beginFault, createHostSlot, type HostSlot } from './host-slot.ts';
import type { PartReport } from './run-kills.ts';
import type { AcceptedChange } from './snapshot.ts';
import { HTTP_SERVERS, startFaultWorld } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { tellViolations } from './tell-violations.ts';

/** As far away as servers of others are on a slow day. */
const FAR_MS = 800;
/**
 * What one host takes of a queue at once; 16 as deployed. Two hosts and all servers share this machine's processors: with so few at once it is
 * the waiting for others that bounds a host, and what two of them gain shows whether they wait for each other.
 */
const CALLS_AT_ONCE = 1;
const WARM_UP_RUNS = 1;

export interface TwoHostsReport extends PartReport {
  readonly database: 'PostgreSQL' | 'embedded, since no PostgreSQL is installed';
  readonly runsPerMinute: { readonly oneHost: number; readonly twoHosts: number };
}

/** The same number of runs by one host, then by two at once, on one Service Bus and one PostgreSQL; servers outside answer late, and a host takes little at once. */
export async function runTwoHosts(runs: number, tell: (line: string) => void): Promise<TwoHostsReport> {
  const programs = findPostgres();
  const postgres = programs === null ? null : await startPostgres(programs);
  const app = await copyApp({ callsAtOnce: CALLS_AT_ONCE });
  const world = await startFaultWorld(app, postgres === null ? {} : { databaseUrl: postgres.url });
  const slots = [await createHostSlot(world, 'A'), await createHostSlot(world, 'B')];
  const changes = createChanges(world);
  const accepted: AcceptedChange[] = [];

  async function measure(by: readonly HostSlot[], count: number): Promise<number> {
    const prepared = [];
    for (let index = 0; index < count; index += 1) prepared.push(await changes.prepare(by[0]?.url ?? ''));
    const startedAt = performance.now();
    accepted.push(...(await announceAll(changes, by, prepared)));
    await drain(world);
    return Math.round((count / (performance.now() - startedAt)) * 600_000) / 10;
  }

  try {
    for (const on of HTTP_SERVERS) {
      if (on !== 'blob') beginFault(slots, { on, fault: { kind: 'slow', ms: FAR_MS } });
    }
    const [first] = slots;
    await first?.process.start();
    await changes.measureBase(first?.url ?? '');
    await measure(slots.slice(0, 1), WARM_UP_RUNS);
    const oneHost = await measure(slots.slice(0, 1), runs);
    await slots[1]?.process.start();
    await measure(slots, WARM_UP_RUNS);
    const twoHosts = await measure(slots, runs);
    tell(`${oneHost} runs a minute by one host, ${twoHosts} by two`);
    const violations = checkSnapshot(await takeSnapshot(world, accepted));
    tellViolations(violations, world.log, tell);
    return {
      runs: accepted.length,
      violations,
      done: {},
      database: postgres === null ? 'embedded, since no PostgreSQL is installed' : 'PostgreSQL',
      runsPerMinute: { oneHost, twoHosts },
    };
  } finally {
    await Promise.all(slots.map((slot) => slot.stop()));
    await world.stop();
    await postgres?.stop();
    app.remove();
  }
}
