import { randomUUID } from 'node:crypto';
import { ServiceBusClient } from '@azure/service-bus';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import type { FaultWorld } from './start-fault-world.ts';

const LATEST_MS = 6_000;

export interface Repeater {
  /** Sends what waits in each queue once more under ids that nobody knows, some at once and some late. @returns how many. */
  repeat(): Promise<number>;
  stop(): Promise<void>;
}

/** A second deliverer: its copies pass duplicate detection, and come before, among and long after the first. */
export function createRepeater(world: FaultWorld, random: RandomSource): Repeater {
  const client = new ServiceBusClient(world.cloud.env['SERVICE_BUS'] ?? '');
  const links = new Map<
    string,
    {
      receiver: ReturnType<ServiceBusClient['createReceiver']>;
      sender: ReturnType<ServiceBusClient['createSender']>;
    }
  >();

  function linkOf(queue: string) {
    const known = links.get(queue) ?? {
      receiver: client.createReceiver(queue),
      sender: client.createSender(queue),
    };
    links.set(queue, known);
    return known;
  }

  return {
    async repeat() {
      let sent = 0;
      for (const [queue, { active }] of Object.entries(world.cloud.serviceBus.stats())) {
        if (active === 0 || queue.endsWith('-rejected')) continue;
        const { receiver, sender } = linkOf(queue);
        const seen = await receiver.peekMessages(4);
        for (const { body, contentType, applicationProperties } of seen) {
          const again = {
            body: body as unknown,
            messageId: `again-${randomUUID()}`,
            ...(contentType === undefined ? {} : { contentType }),
            ...(applicationProperties === undefined ? {} : { applicationProperties }),
          };
          const late = random.uniform() < 0.5 ? 0 : random.uniform() * LATEST_MS;
          if (late === 0) await sender.sendMessages(again);
          else await sender.scheduleMessages(again, new Date(Date.now() + late));
          sent += 1;
        }
      }
      return sent;
    },
    stop: () => client.close(),
  };
}
