import { setTimeout as wait } from 'node:timers/promises';
import { breakLeases } from './break-leases.ts';
import type { FaultWorld } from './start-fault-world.ts';

const LOOK_EVERY_MS = 100;
const QUIET_LOOKS = 3;
const LEASES_END_EVERY_MS = 500;
/** Longer than all tries of a step that fails. */
const DRAINS_WITHIN_MS = 600_000;

/** What comes at its time, whatever else there is to do. */
const DEADLINES: readonly string[] = ['deadline'];
export const DEADLINES_AND_DIGESTS: readonly string[] = ['deadline', 'notify'];

/** Messages that wait, are under way or are still to come, but for what was rejected and what is scheduled in queues of which `timed` says so. */
export function messagesLeft({ cloud }: FaultWorld, timed = DEADLINES): number {
  return Object.entries(cloud.serviceBus.stats()).reduce(
    (sum, [queue, { active, scheduled }]) =>
      queue.endsWith('-rejected') ? sum : sum + active + (timed.includes(queue) ? 0 : scheduled),
    0,
  );
}

/** Of those, what moves runs on: a run leaves two dozen remarks for the audit log behind. */
export function stepsLeft(world: FaultWorld): number {
  return messagesLeft(world) - (world.cloud.serviceBus.stats()['audit']?.active ?? 0);
}

/** Waits, with hosts alive, until nothing is left. What is left after the time, the checker names. */
export async function drain(world: FaultWorld, timed = DEADLINES): Promise<void> {
  const giveUpAt = Date.now() + DRAINS_WITHIN_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS && Date.now() < giveUpAt;) {
    await wait(LOOK_EVERY_MS);
    quiet = messagesLeft(world, timed) === 0 ? quiet + 1 : 0;
  }
}

/** As `drain`, while leases end under their holders: those of the dead need not run out. */
export async function drainAfterDeaths(world: FaultWorld): Promise<void> {
  const ended = { is: false };
  const draining = drain(world).finally(() => (ended.is = true));
  while (!ended.is) {
    await breakLeases(world);
    await wait(LEASES_END_EVERY_MS);
  }
  await draining;
}
