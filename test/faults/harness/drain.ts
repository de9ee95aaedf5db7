import { setTimeout as wait } from 'node:timers/promises';
import { breakLeases } from './break-leases.ts';
import type { FaultWorld } from './start-fault-world.ts';

const LOOK_EVERY_MS = 250;
const DRAINS_WITHIN_MS = 240_000;

/** Whether nothing waits, nothing is under way and nothing is still to come but the deadlines of runs. */
export function isDrained({ cloud }: FaultWorld): boolean {
  return Object.entries(cloud.serviceBus.stats()).every(
    ([queue, { active, scheduled }]) =>
      queue.endsWith('-rejected') || (active === 0 && (scheduled === 0 || queue === 'deadline')),
  );
}

/** Waits, with hosts alive, until the world is drained; leases of the dead are ended meanwhile. What is left after the time, the checker names. */
export async function drain(world: FaultWorld): Promise<void> {
  const giveUpAt = Date.now() + DRAINS_WITHIN_MS;
  for (let quiet = 0; quiet < 3 && Date.now() < giveUpAt;) {
    await breakLeases(world);
    await wait(LOOK_EVERY_MS);
    quiet = isDrained(world) ? quiet + 1 : 0;
  }
}
