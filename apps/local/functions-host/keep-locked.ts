import { type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import { type HostLog } from './host-log.ts';

/** Renews a message's lock until released, at most for `maxDurationMs`; 0 switches renewal off. */
export function keepLocked(
  receiver: ServiceBusReceiver,
  message: ServiceBusReceivedMessage,
  maxDurationMs: number,
  log: HostLog,
): { release(): void } {
  const givesUpAt = Date.now() + maxDurationMs;
  let timer: NodeJS.Timeout | undefined;
  let released = false;

  function plan(lockedUntil: Date): void {
    const remainingMs = lockedUntil.getTime() - Date.now();
    // Two thirds into the lock: room for one slow answer, and few calls.
    const dueInMs = Math.max((remainingMs * 2) / 3, 50);
    if (released || Date.now() + dueInMs >= givesUpAt) return;
    timer = setTimeout(() => void renew(), dueInMs);
  }

  async function renew(): Promise<void> {
    try {
      const lockedUntil = await receiver.renewMessageLock(message);
      plan(lockedUntil);
    } catch (error) {
      if (released) return;
      const reason = error instanceof Error ? error.message : String(error);
      log.write('warning', 'host', `Lock of message ${String(message.messageId)} was not renewed: ${reason}`);
    }
  }

  if (message.lockedUntilUtc !== undefined) plan(message.lockedUntilUtc);
  return {
    release: () => {
      released = true;
      clearTimeout(timer);
    },
  };
}
