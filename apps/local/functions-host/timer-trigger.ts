import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type RegisteredFunction } from './core-module.ts';
import { type HostLog } from './host-log.ts';
import { type Invoker } from './invoker.ts';
import { parseNcrontab, type Schedule } from './ncrontab.ts';
import { replaceFile } from './replace-file.ts';
import { parseTimeSpan } from './time-span.ts';
import { traceContextFrom } from './trace-context.ts';

const Status = z.object({ last: z.string(), next: z.string(), lastUpdated: z.string() });
type Status = z.infer<typeof Status>;

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface TimerTrigger {
  readonly registered: RegisteredFunction;
  readonly bindingName: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** Remember occurrences over restarts, so that a missed one runs at once, as past due. */
  readonly useMonitor: boolean;
}

/** A schedule as Azure takes it: NCRONTAB, or a time span for a fixed interval. @throws Error naming what is wrong */
export function scheduleFrom(text: string): Schedule {
  const intervalMs = parseTimeSpan(text);
  if (intervalMs === null) return parseNcrontab(text);
  if (intervalMs <= 0) throw new Error(`The schedule "${text}" must be longer than zero`);
  return { next: (after) => new Date(after.getTime() + intervalMs) };
}

/** Runs a timer function by its schedule, never two at a time; the status file lives in the state folder. */
export function startTimer(
  trigger: TimerTrigger,
  stateFolder: string,
  invoker: Invoker,
  log: HostLog,
): { stop(): void; runNow(): void } {
  const { name } = trigger.registered.metadata;
  const file = join(stateFolder, `timer-${name}.json`);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function run(isPastDue: boolean): Promise<void> {
    const status = nextStatus(trigger.schedule, new Date());
    const input = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: capitalised(status),
      IsPastDue: isPastDue,
    };
    if (trigger.useMonitor) keep(status);
    try {
      await invoker.invoke(trigger.registered, {
        inputData: [{ name: trigger.bindingName, data: { json: JSON.stringify(input) } }],
        triggerMetadata: {},
        traceContext: traceContextFrom(undefined, undefined),
      });
    } catch (error) {
      tell(error);
    }
  }

  /** A disk that is full keeps no function from running; what is lost is whether a run was missed over a restart. */
  function keep(status: Status): void {
    try {
      replaceFile(file, JSON.stringify(status));
    } catch (error) {
      tell(error);
    }
  }

  function kept(): Status | null {
    try {
      return existsSync(file) ? Status.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
    } catch (error) {
      tell(error);
      return null;
    }
  }

  function tell(error: unknown): void {
    log.write('error', name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  function plan(): void {
    if (stopped) return;
    const due = trigger.schedule.next(new Date());
    if (due === null) return;
    const waitMs = due.getTime() - Date.now();
    timer = setTimeout(
      () => {
        if (waitMs > LONGEST_TIMER_MS) plan();
        else void run(false).then(plan);
      },
      Math.min(Math.max(waitMs, 0), LONGEST_TIMER_MS),
    );
  }

  const isPastDue = trigger.useMonitor && wasMissed(kept());
  if (trigger.runOnStartup || isPastDue) void run(isPastDue).then(plan);
  else plan();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    runNow: () => void run(false),
  };
}

function nextStatus(schedule: Schedule, now: Date): Status {
  const next = schedule.next(now) ?? new Date(8.64e15);
  return { last: now.toISOString(), next: next.toISOString(), lastUpdated: now.toISOString() };
}

function capitalised(status: Status): { Last: string; Next: string; LastUpdated: string } {
  return { Last: status.last, Next: status.next, LastUpdated: status.lastUpdated };
}

function wasMissed(status: Status | null): boolean {
  return status !== null && Date.parse(status.next) < Date.now();
}
