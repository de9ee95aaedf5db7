import { setTimeout as wait } from 'node:timers/promises';
import type { Changes, PreparedChange } from './changes.ts';
import type { HostSlot } from './host-slot.ts';
import type { AcceptedChange } from './snapshot.ts';

const AGAIN_AFTER_MS = 300;
const WITHIN_MS = 180_000;

/** Announces each change until a host accepts it, as a code host repeats its webhooks; hosts may die meanwhile. */
export async function announceAll(
  changes: Changes,
  slots: readonly HostSlot[],
  prepared: readonly PreparedChange[],
): Promise<AcceptedChange[]> {
  const giveUpAt = Date.now() + WITHIN_MS;
  return Promise.all(
    prepared.map(async (change, index) => {
      let answer: AcceptedChange | string = 'no host lives';
      for (let tries = index; Date.now() < giveUpAt; tries += 1) {
        const slot = slots[tries % slots.length];
        if (slot?.process.pid !== undefined) answer = await changes.announce(slot.url, change);
        if (typeof answer !== 'string') return answer;
        await wait(AGAIN_AFTER_MS);
      }
      throw new Error(`No host accepted the webhook of !${change.iid} within ${WITHIN_MS} ms: ${answer}`);
    }),
  );
}
