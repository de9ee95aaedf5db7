import { app, type InvocationContext, type Timer } from '@azure/functions';
import type { Services } from '../../shared/wiring.ts';
import { services } from './services.ts';

const LONGEST_MS = 55_000;

/** Registers a function that runs every so many minutes on one instance. */
export function everyMinutes(
  name: string,
  minutes: number,
  work: (services: Services, signal: AbortSignal) => Promise<void>,
): void {
  app.timer(name, {
    schedule: `0 */${minutes} * * * *`,
    handler: async (_timer: Timer, context: InvocationContext) => {
      await work(await services((line) => context.log(line)), AbortSignal.timeout(LONGEST_MS));
    },
  });
}
