import { describe, expect, it } from 'vitest';
import { type BindingInfo } from './core-types.ts';
import { checkOutputBindings } from './output-bindings.ts';
import { triggersFrom } from './triggers.ts';

function registered(binding: { readonly type: string; readonly [option: string]: unknown }) {
  const trigger: BindingInfo = { ...binding, direction: 'in' };
  return { metadata: { name: 'f', bindings: { trigger } }, callback: () => undefined };
}

describe('triggersFrom', () => {
  it('takes queues and timers, expands app settings, and leaves HTTP to others', () => {
    const functions = [
      registered({ type: 'serviceBusTrigger', queueName: '%QUEUE%', connection: 'BUS' }),
      registered({ type: 'timerTrigger', schedule: '%WHEN%', runOnStartup: true }),
      registered({ type: 'httpTrigger' }),
    ];

    const triggers = triggersFrom(functions, { QUEUE: 'plan', WHEN: '00:00:30' });

    expect(triggers.serviceBus).toMatchObject([
      { queueName: 'plan', connection: 'BUS', bindingName: 'trigger' },
    ]);
    expect(triggers.timers).toMatchObject([{ runOnStartup: true, useMonitor: false }]);
  });

  it.each([
    ['0 * * * * *', true],
    ['*/30 * * * * *', false],
    ['00:01:00', true],
    ['00:00:59', false],
  ])('remembers a timer %s over restarts: %s', (schedule, isRemembered) => {
    const { timers } = triggersFrom([registered({ type: 'timerTrigger', schedule })], {});

    expect(timers[0]?.useMonitor).toBe(isRemembered);
  });

  it.each([
    [{ type: 'queueTrigger', queueName: 'q' }, 'Function "f": the embedded host has no "queueTrigger"'],
    [{ type: 'serviceBusTrigger', topicName: 't' }, 'Function "f": only Service Bus queues run here'],
    [{ type: 'serviceBusTrigger', queueName: 'q', isSessionsEnabled: true }, 'sessions do not run'],
    [{ type: 'serviceBusTrigger', queueName: 'q', cardinality: 'many' }, 'cardinality "many" does not run'],
    [{ type: 'serviceBusTrigger', queueName: '%NOT_SET%' }, 'the app setting "NOT_SET" is not set'],
    [{ type: 'timerTrigger' }, 'the timer has no schedule'],
    [{ type: 'timerTrigger', schedule: '00:00:00' }, 'must be longer than zero'],
  ])('refuses %j', (binding, message) => {
    expect(() => triggersFrom([registered(binding)], {})).toThrow(message);
  });
});

describe('checkOutputBindings', () => {
  it.each([
    [{ type: 'queue', queueName: 'q', connection: 'C' }, 'has the type "queue"'],
    [{ type: 'serviceBus', topicName: 't', connection: 'C' }, 'needs queueName and connection'],
  ])('refuses %j', (binding, message) => {
    const metadata = { name: 'f', bindings: { out: { ...binding, direction: 'out' as const } } };

    expect(() => checkOutputBindings(metadata)).toThrow(message);
  });
});
