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

// Begun while nobody waits for it yet. What fails here is tried anew by the first request or message, which reports it.
app.hook.appStart(() => {
  wired ??= wire((line) => process.stdout.write(`${line}\n`));
  wired.catch(() => undefined);
});

// Spans still in the buffer are sent before the host stops the process.
app.hook.appTerminate(async () => {
  await (await wired)?.close();
});
