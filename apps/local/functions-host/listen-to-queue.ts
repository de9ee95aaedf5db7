import {
  type ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { SettlementTurns } from '../service-bus/settlement-turns.ts';
import { type BindingInfo } from './core-types.ts';
import { type ServiceBusSettings } from './host-json.ts';
import { type HostLog } from './host-log.ts';
import { type Invoker } from './invoker.ts';
import { keepLocked } from './keep-locked.ts';
import { sendOutputs, type OutputSender } from './output-bindings.ts';
import { type QueueTrigger } from './queue-trigger.ts';
import { inputFromMessage } from './service-bus-message.ts';

/** One queue listener; `stop` takes no further messages and resolves when those in hand are settled. */
interface QueueListener {
  readonly functionName: string;
  stop(): Promise<void>;
}

/**
 * Receives a queue for one function: peek-lock, at most `maxConcurrentCalls` at a time, lock renewed while the
 * handler runs; the handler's return completes the message, its throw abandons it.
 */
export function listenToQueue(
  client: ServiceBusClient,
  trigger: QueueTrigger,
  settings: ServiceBusSettings,
  invoker: Invoker,
  outputs: OutputSender,
  log: HostLog,
): QueueListener {
  const { name } = trigger.registered.metadata;
  // Locks are renewed here, not by the client: it would go on renewing a message that a handler left unsettled.
  const receiver = client.createReceiver(trigger.queueName, {
    receiveMode: 'peekLock',
    maxAutoLockRenewalDurationInMs: 0,
    skipParsingBodyAsJson: true,
  });
  // Handlers settle concurrently on one receiver, which the client's AMQP library would mix up.
  const turns = new SettlementTurns();
  const inHand = new Set<Promise<void>>();
  let isStopping = false;
  const subscription = receiver.subscribe(
    {
      processMessage: (message) => {
        const work = handle(receiver, turns, message, trigger, settings, invoker, outputs, log);
        inHand.add(work);
        return work.finally(() => inHand.delete(work));
      },
      processError: async ({ error, errorSource }) => {
        if (isStopping) return;
        log.write(
          'warning',
          'host',
          `Queue "${trigger.queueName}" of function "${name}" (${errorSource}): ${error.message}`,
        );
      },
    },
    { autoCompleteMessages: false, maxConcurrentCalls: settings.maxConcurrentCalls },
  );
  return {
    functionName: name,
    async stop() {
      isStopping = true;
      await subscription.close();
      await Promise.allSettled(inHand);
      await receiver.close();
    },
  };
}

async function handle(
  receiver: ServiceBusReceiver,
  turns: SettlementTurns,
  message: ServiceBusReceivedMessage,
  trigger: QueueTrigger,
  settings: ServiceBusSettings,
  invoker: Invoker,
  outputs: OutputSender,
  log: HostLog,
): Promise<void> {
  const { name } = trigger.registered.metadata;
  const lock = keepLocked(receiver, message, settings.maxAutoLockRenewalMs, log);
  const started = performance.now();
  try {
    const response = await invoker.invoke(trigger.registered, inputFromMessage(message, trigger));
    await sendOutputs(outputs, trigger.registered.metadata, response);
    lock.release();
    if (completesItself(trigger.binding, settings)) {
      await turns.run(true, () => receiver.completeMessage(message));
    }
    log.write(
      'debug',
      name,
      `message ${String(message.messageId)} done in ${(performance.now() - started).toFixed(1)} ms`,
    );
  } catch (error) {
    lock.release();
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.write(
      'error',
      name,
      `message ${String(message.messageId)}, delivery ${(message.deliveryCount ?? 0) + 1}: ${reason}`,
    );
    await abandon(receiver, turns, message, log);
  }
}

function completesItself(binding: BindingInfo, settings: ServiceBusSettings): boolean {
  const own = binding['autoCompleteMessages'];
  return typeof own === 'boolean' ? own : settings.autoCompleteMessages;
}

async function abandon(
  receiver: ServiceBusReceiver,
  turns: SettlementTurns,
  message: ServiceBusReceivedMessage,
  log: HostLog,
): Promise<void> {
  try {
    await turns.run(false, () => receiver.abandonMessage(message));
  } catch (error) {
    // The lock was lost: the queue delivers again by itself.
    log.write(
      'warning',
      'host',
      `Could not abandon ${String(message.messageId)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
