import { setTimeout as wait } from 'node:timers/promises';
import type { Changes, PreparedChange } from './changes.ts';
import { stepsLeft } from './drain.ts';
import type { HostSlot } from './host-slot.ts';
import type { AcceptedChange } from './snapshot.ts';
import type { FaultWorld } from './start-fault-world.ts';

const AGAIN_AFTER_MS = 100;
const WITHIN_MS = 180_000;
/** So many webhooks are under way at the same time. */
const AT_ONCE = 4;
/** As many messages of steps keep five hosts at work, also while the locks of the dead run out. */
const ENOUGH_STEPS = 24;
const LOOK_EVERY_MS = 20;

/** Announces each change until a host accepts it, as a code host repeats its webhooks; hosts may die meanwhile. */
export async function announceAll(
  changes: Changes,
  slots: readonly HostSlot[],
  prepared: readonly PreparedChange[],
): Promise<AcceptedChange[]> {
  return Promise.all(prepared.map((change) => announce(changes, slots, change)));
}

/** Announces a change whenever hosts would soon have nothing to do, as long as `wanted` says so. @returns those that were accepted. */
export async function announceSteadily(
  changes: Changes,
  slots: readonly HostSlot[],
  prepared: readonly PreparedChange[],
  world: FaultWorld,
  wanted: () => boolean,
): Promise<AcceptedChange[]> {
  const waiting = [...prepared];
  const accepted: AcceptedChange[] = [];
  async function announceOneByOne(): Promise<void> {
    while (wanted() && waiting.length > 0) {
      if (stepsLeft(world) >= ENOUGH_STEPS) await wait(LOOK_EVERY_MS);
      else for (const next of waiting.splice(0, 1)) accepted.push(await announce(changes, slots, next));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, announceOneByOne));
  return accepted;
}

async function announce(
  changes: Changes,
  slots: readonly HostSlot[],
  change: PreparedChange,
): Promise<AcceptedChange> {
  const giveUpAt = Date.now() + WITHIN_MS;
  let answer: AcceptedChange | string = 'no host lives';
  for (let tries = change.iid; Date.now() < giveUpAt; tries += 1) {
    const slot = slots[tries % slots.length];
    if (slot?.isUp() === true) answer = await changes.announce(slot.url, change);
    if (typeof answer !== 'string') return answer;
    await wait(AGAIN_AFTER_MS);
  }
  throw new Error(`No host accepted the webhook of !${change.iid} within ${WITHIN_MS} ms: ${answer}`);
}
