import { app } from '@azure/functions';
import type { Services } from '../../shared/wiring.ts';

let wired: Promise<Services> | undefined;

/** The process's services, made with the first message or request; a failed start is tried anew by the next. */
export function services(write: (line: string) => void): Promise<Services> {
  wired ??= wire(write);
  return wired;
}

async function wire(write: (line: string) => void): Promise<Services> {
  try {
    const { createServices } = await import('../../shared/wiring.ts');
    return await createServices(write);
  } catch (error) {
    wired = undefined;
    throw error;
  }
}

// Spans still in the buffer are sent before the host stops the process.
app.hook.appTerminate(async () => {
  await (await wired)?.close();
});
