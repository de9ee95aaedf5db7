import { type Settlement } from '../broker/settle-message.ts';

/**
 * What a receiver's AMQP outcome means in Service Bus: rejected is dead-letter with reason and description in the
 * error's info; modified is defer when the message is undeliverable here, otherwise abandon, with changed properties
 * in its annotations.
 */
export function settlementFromOutcome(
  outcome: 'accepted' | 'released' | 'rejected' | 'modified',
  state: unknown,
): Settlement {
  switch (outcome) {
    case 'accepted':
      return { do: 'complete' };
    case 'released':
      return { do: 'abandon', properties: {} };
    case 'rejected':
      return { do: 'dead-letter', properties: recordAt(fieldOf(state, 'error'), 'info') };
    case 'modified': {
      const isDefer = fieldOf(state, 'undeliverable_here') === true;
      return { do: isDefer ? 'defer' : 'abandon', properties: recordAt(state, 'message_annotations') };
    }
  }
}

/** The entries that have a value: a dead-letter without a reason sends none. */
function recordAt(owner: unknown, name: string): Readonly<Record<string, unknown>> {
  const value = fieldOf(owner, name);
  if (!isObject(value)) return {};
  return Object.fromEntries(namedEntries(value).filter(([, each]) => each !== undefined && each !== null));
}

/** rhea's composites have getters on their prototype, which copying would lose. */
function fieldOf(owner: unknown, name: string): unknown {
  const value: unknown = isObject(owner) ? Reflect.get(owner, name) : undefined;
  return value;
}

function namedEntries(value: object): [string, unknown][] {
  return Object.entries(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
