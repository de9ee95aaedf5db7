import { setTimeout as wait } from 'node:timers/promises';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import { announceAll } from './announce-all.ts';
import type { HarnessApp } from './app-folder.ts';
import { createChanges } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { drainAfterDeaths } from './drain.ts';
import { beginFault, endFault, type Fault, type HostSlot } from './host-slot.ts';
import { createRepeater, type Repeater } from './repeat-messages.ts';
import type { PartReport } from './part-report.ts';
import { runInWorld } from './run-in-world.ts';
import type { AcceptedChange } from './snapshot.ts';
import { type FaultWorld, HTTP_SERVERS } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';

const SKEWS_MS = [1_500, -1_500];
const LASTS_MS = 1_200;
const NOTICED_WITHIN_MS = 8_000;
/** Longer than a message's lock: what the frozen host works on is delivered to the other one meanwhile. */
const STOPPED_MS = 4_000;
const PAUSE_MS = 200;
/** Secrets are kept for minutes: only a host that starts asks for them. */
const ASKED_AT_START: ReadonlySet<Fault['on']> = new Set(['keyVault', 'identity']);

/** Every server refuses, freezes, fails and loses its answers; the disk is full; connections to database and Service Bus are cut, refused and frozen. */
const FAULTS: readonly (Fault & { readonly name: string })[] = [
  ...HTTP_SERVERS.flatMap((on) => [
    { name: `${on} refuses`, on, fault: { kind: 'refuse' as const } },
    { name: `${on} freezes`, on, fault: { kind: 'freeze' as const } },
    { name: `${on} answers 500`, on, fault: { kind: 'status' as const, status: 500 } },
    { name: `${on} answers 503`, on, fault: { kind: 'status' as const, status: 503 } },
    { name: `${on} loses its answers`, on, fault: { kind: 'lose-answers' as const } },
  ]),
  {
    name: 'disk of the blob store is full',
    on: 'blob',
    fault: { kind: 'status', status: 507, writes: true },
  },
  ...(['serviceBus', 'database'] as const).flatMap((on) => [
    { name: `${on} cuts its connections`, on, fault: 'cut' as const },
    { name: `${on} refuses`, on, fault: 'refuse' as const },
    { name: `${on} freezes`, on, fault: 'freeze' as const },
  ]),
];

/**
 * One outage after another while runs are under way on two hosts with differing clocks, each host also stopped for longer than its locks, and
 * messages delivered twice and late; no host is killed. Everything is checked at the end.
 * @param most outages; all in a seeded order when there are fewer.
 */
export async function runOutages(
  app: HarnessApp,
  most: number,
  random: RandomSource,
  tell: (line: string) => void,
): Promise<PartReport> {
  const faults = FAULTS.map((fault) => ({ fault, order: random.uniform() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ fault }) => fault);
  return runInWorld({ app, skewsMs: SKEWS_MS, tell }, async (world, slots) => {
    const repeater = createRepeater(world, random);
    try {
      return await failAll(world, slots, faults, repeater, tell);
    } finally {
      await repeater.stop();
    }
  });
}

async function failAll(
  world: FaultWorld,
  slots: readonly HostSlot[],
  faults: typeof FAULTS,
  repeater: Repeater,
  tell: (line: string) => void,
): Promise<PartReport> {
  const changes = createChanges(world);
  const accepted: AcceptedChange[] = [];
  const done: Record<string, number> = { repeated: 0 };
  await Promise.all(slots.map(({ process }) => process.start()));
  const url = slots[0]?.url ?? '';
  await changes.measureBase(url);
  const prepared = [];
  for (let index = 0; index < faults.length; index += 1) prepared.push(await changes.prepare(url));
  for (const [index, fault] of faults.entries()) {
    const announcing = announceAll(changes, slots, prepared.slice(index, index + 1));
    await wait(PAUSE_MS);
    const before = hurtBy(slots, fault.on);
    tell(`outage ${index + 1} of ${faults.length}: ${fault.name}`);
    beginFault(slots, fault);
    if (ASKED_AT_START.has(fault.on)) await startAnew(slots[0]);
    await wait(LASTS_MS);
    await untilHurt(slots, fault.on, before);
    endFault(slots, fault.on);
    done[fault.name] = hurtBy(slots, fault.on) - before;
    done['repeated'] = (done['repeated'] ?? 0) + (index % 3 === 0 ? await repeater.repeat() : 0);
    if (index % 8 === 4) await stopForLong(slots[(index >> 3) % slots.length], done);
    // No outage is a reason for a process to end: one that did is started again, and reported by its slot.
    await Promise.all(slots.map((slot) => slot.process.start()));
    accepted.push(...(await announcing));
  }
  tell(`${faults.length} outages over, ${accepted.length} runs under way`);
  await drainAfterDeaths(world);
  return { runs: accepted.length, violations: checkSnapshot(await takeSnapshot(world, accepted)), done };
}

function hurtBy(slots: readonly HostSlot[], on: Fault['on']): number {
  return slots.reduce(
    (sum, { http, tcp }) =>
      sum + (on === 'serviceBus' || on === 'database' ? tcp[on].hurt() : http[on].hurt()),
    0,
  );
}

/** An outage that nobody noticed was none. */
async function untilHurt(slots: readonly HostSlot[], on: Fault['on'], before: number): Promise<void> {
  const giveUpAt = Date.now() + NOTICED_WITHIN_MS;
  while (hurtBy(slots, on) === before && Date.now() < giveUpAt) await wait(PAUSE_MS);
}

async function startAnew(slot: HostSlot | undefined): Promise<void> {
  await slot?.process.kill('SIGKILL');
  await slot?.process.start();
}

async function stopForLong(slot: HostSlot | undefined, done: Record<string, number>): Promise<void> {
  const pid = slot?.process.pid;
  if (pid === undefined) return;
  process.kill(pid, 'SIGSTOP');
  await wait(STOPPED_MS);
  process.kill(pid, 'SIGCONT');
  done['host stopped for longer than its locks'] = (done['host stopped for longer than its locks'] ?? 0) + 1;
}
