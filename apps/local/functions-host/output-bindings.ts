import { type ServiceBusClient, type ServiceBusMessage, type ServiceBusSender } from '@azure/service-bus';
import {
  type BindingInfo,
  type FunctionMetadata,
  type RpcInvocationResponse,
  type RpcTypedData,
} from './core-types.ts';

/** Sends what functions give to their Service Bus output bindings. */
export interface OutputSender {
  send(binding: BindingInfo, messages: readonly ServiceBusMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** @param clientFor the client for a binding's `connection` */
export function createOutputSender(
  clientFor: (connection: string) => ServiceBusClient,
  expand: (queueName: string) => string,
): OutputSender {
  const senders = new Map<string, ServiceBusSender>();
  return {
    async send(binding, messages) {
      const connection = String(binding['connection']);
      const queue = expand(String(binding['queueName']));
      const key = `${connection}/${queue}`;
      const sender = senders.get(key) ?? clientFor(connection).createSender(queue);
      senders.set(key, sender);
      await sender.sendMessages([...messages]);
    },
    async close() {
      await Promise.allSettled([...senders.values()].map((sender) => sender.close()));
    },
  };
}

/** Sends the outputs of a finished invocation: `return` and extraOutputs of type serviceBus; an array is one message each. */
export async function sendOutputs(
  sender: OutputSender,
  metadata: FunctionMetadata,
  response: RpcInvocationResponse,
): Promise<void> {
  const outputs = [...(response.outputData ?? [])];
  if (response.returnValue !== null && response.returnValue !== undefined) {
    outputs.push({ name: '$return', data: response.returnValue });
  }
  for (const { name, data } of outputs) {
    const binding = metadata.bindings[name];
    if (binding?.type.toLowerCase() !== 'servicebus') continue;
    const messages = messagesFrom(data);
    if (messages.length > 0) await sender.send(binding, messages);
  }
}

/** Refuses at start what this host cannot send. @throws Error that names function and binding */
export function checkOutputBindings(metadata: FunctionMetadata): void {
  for (const [name, binding] of Object.entries(metadata.bindings)) {
    if (binding.direction !== 'out') continue;
    const type = binding.type.toLowerCase();
    if (type === 'http') continue;
    if (type !== 'servicebus') {
      throw new Error(
        `Function "${metadata.name}": the output binding "${name}" has the type "${binding.type}"; the embedded host knows http and serviceBus queues`,
      );
    }
    if (typeof binding['queueName'] !== 'string' || typeof binding['connection'] !== 'string') {
      throw new Error(
        `Function "${metadata.name}": the output binding "${name}" needs queueName and connection`,
      );
    }
  }
}

function messagesFrom(data: RpcTypedData): ServiceBusMessage[] {
  if (typeof data.json === 'string') {
    const value: unknown = JSON.parse(data.json);
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) =>
      typeof item === 'string'
        ? { body: Buffer.from(item) }
        : { body: Buffer.from(JSON.stringify(item)), contentType: 'application/json' },
    );
  }
  if (data.bytes !== null && data.bytes !== undefined) return [{ body: Buffer.from(data.bytes) }];
  const scalar = data.string ?? data.int ?? data.double;
  return scalar === null || scalar === undefined ? [] : [{ body: Buffer.from(String(scalar)) }];
}
