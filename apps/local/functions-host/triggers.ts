import { expandAppSettings } from './app-settings.ts';
import { type BindingInfo } from './core-types.ts';
import { type RegisteredFunction } from './core-module.ts';
import { parseTimeSpan } from './time-span.ts';
import { type QueueTrigger } from './queue-trigger.ts';
import { scheduleFrom, type TimerTrigger } from './timer-trigger.ts';

interface Triggers {
  readonly serviceBus: readonly QueueTrigger[];
  readonly timers: readonly TimerTrigger[];
}

/**
 * The queue and timer triggers of all functions.
 *
 * @throws Error for a trigger this host does not run (topics, sessions, batches, blob …), naming the function
 */
export function triggersFrom(functions: Iterable<RegisteredFunction>, env: NodeJS.ProcessEnv): Triggers {
  const serviceBus: QueueTrigger[] = [];
  const timers: TimerTrigger[] = [];
  for (const registered of functions) {
    for (const [bindingName, binding] of Object.entries(registered.metadata.bindings)) {
      const type = binding.type.toLowerCase();
      if (!type.endsWith('trigger') || type === 'httptrigger') continue;
      const where = `Function "${registered.metadata.name}"`;
      if (type === 'servicebustrigger')
        serviceBus.push(queueTrigger(registered, bindingName, binding, env, where));
      else if (type === 'timertrigger')
        timers.push(timerTrigger(registered, bindingName, binding, env, where));
      else
        throw new Error(
          `${where}: the embedded host has no "${binding.type}"; it knows http, Service Bus queues and timers`,
        );
    }
  }
  return { serviceBus, timers };
}

function queueTrigger(
  registered: RegisteredFunction,
  bindingName: string,
  binding: BindingInfo,
  env: NodeJS.ProcessEnv,
  where: string,
): QueueTrigger {
  const { queueName, connection } = binding;
  if (typeof queueName !== 'string')
    throw new Error(`${where}: only Service Bus queues run here, and queueName is missing`);
  if (binding['isSessionsEnabled'] === true)
    throw new Error(`${where}: sessions do not run in the embedded host`);
  if (binding['cardinality'] === 'many')
    throw new Error(`${where}: cardinality "many" does not run in the embedded host`);
  return {
    registered,
    bindingName,
    binding,
    queueName: expandAppSettings(queueName, env, where),
    connection: typeof connection === 'string' && connection !== '' ? connection : 'ServiceBus',
  };
}

function timerTrigger(
  registered: RegisteredFunction,
  bindingName: string,
  binding: BindingInfo,
  env: NodeJS.ProcessEnv,
  where: string,
): TimerTrigger {
  if (typeof binding['schedule'] !== 'string') throw new Error(`${where}: the timer has no schedule`);
  const text = expandAppSettings(binding['schedule'], env, where);
  const schedule = scheduleFrom(text);
  return {
    registered,
    bindingName,
    schedule,
    runOnStartup: binding['runOnStartup'] === true,
    useMonitor: binding['useMonitor'] !== false && isAMinuteApart(schedule, parseTimeSpan(text)),
  };
}

/** Azure keeps a timer's status only for schedules of a minute or more. */
function isAMinuteApart(schedule: ReturnType<typeof scheduleFrom>, intervalMs: number | null): boolean {
  if (intervalMs !== null) return intervalMs >= 60_000;
  const first = schedule.next(new Date());
  const second = first === null ? null : schedule.next(first);
  return first === null || second === null || second.getTime() - first.getTime() >= 60_000;
}
