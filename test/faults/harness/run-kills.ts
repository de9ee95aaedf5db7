import { setTimeout as wait } from 'node:timers/promises';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import { announceAll } from './announce-all.ts';
import { breakLeases } from './break-leases.ts';
import { createChanges } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { drain, isDrained } from './drain.ts';
import { createHostSlot } from './host-slot.ts';
import { type KillCounts, killHosts } from './kill-hosts.ts';
import { createRepeater } from './repeat-messages.ts';
import type { AcceptedChange } from './snapshot.ts';
import { startFaultWorld } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { tellViolations } from './tell-violations.ts';

/** What one part of the harness found. */
export interface PartReport {
  readonly runs: number;
  readonly violations: readonly string[];
  /** What was done, by name. */
  readonly done: Readonly<Record<string, number>>;
}

/** So many changes are under way while hosts die. */
const IN_BURST = 12;
const MOST_BURSTS = 6;
/** Clocks of the second host, by world: minutes late, seconds early. */
const SKEWS_MS = [-240_000, 2_000, -5_000, 0];
/** Copies of messages in one burst; each is a whole delivery. */
const MOST_REPEATED = 60;

/**
 * Kills two hosts of one world, whose clocks differ, in bursts over many runs, while leases end under their holders and messages are
 * delivered again; then lets them recover and checks everything. Ends with `wanted` kills, after six bursts, or at `endsAt` (of
 * `performance.now`).
 */
export async function runKills(
  { wanted, endsAt, world }: { readonly wanted: number; readonly endsAt: number; readonly world: number },
  random: RandomSource,
  counts: KillCounts,
  tell: (line: string) => void,
): Promise<PartReport> {
  const faults = await startFaultWorld();
  const slots = [
    await createHostSlot(faults, 'A'),
    await createHostSlot(faults, 'B', SKEWS_MS[world % SKEWS_MS.length]),
  ];
  const repeater = createRepeater(faults, random);
  const [first] = slots;
  const changes = createChanges(faults);
  const accepted: AcceptedChange[] = [];
  const until = counts.kills + wanted;
  const isWanted = (): boolean => counts.kills < until && performance.now() < endsAt;
  const done = { leasesBroken: 0, repeated: 0 };
  try {
    if (first === undefined) throw new TypeError('There is no host.');
    for (let burst = 0; burst < MOST_BURSTS && isWanted(); burst += 1) {
      await first.process.start();
      if (burst === 0) await changes.measureBase(first.url);
      const prepared = [];
      for (let index = 0; index < IN_BURST; index += 1) prepared.push(await changes.prepare(first.url));
      await first.process.stop();

      let isOver = false;
      const wantsMore = (): boolean => isWanted() && !isOver;
      const killing = Promise.all(slots.map((slot) => killHosts(slot, random, counts, wantsMore)));
      const announcing = announceAll(changes, slots, prepared);
      const most = done.repeated + MOST_REPEATED;
      const meddling = (async () => {
        const webhooks = { areOver: false };
        const end = (): void => void (webhooks.areOver = true);
        announcing.then(end, end);
        while (wantsMore()) {
          await wait(400 + random.uniform() * 1_200);
          done.leasesBroken += await breakLeases(faults);
          if (done.repeated < most) done.repeated += await repeater.repeat();
          isOver = webhooks.areOver && isDrained(faults);
        }
      })();
      await Promise.all([killing, meddling]);
      await Promise.all(slots.map(({ process }) => process.start()));
      accepted.push(...(await announcing));
      await drain(faults);
      tell(`${counts.kills} kills, ${accepted.length} runs in world ${world + 1}`);
      await Promise.all(slots.map(({ process }) => process.stop()));
    }
    const violations = checkSnapshot(await takeSnapshot(faults, accepted));
    tellViolations(violations, faults.log, tell);
    return { runs: accepted.length, violations, done };
  } finally {
    await repeater.stop();
    await Promise.all(slots.map((slot) => slot.stop()));
    await faults.stop();
  }
}
