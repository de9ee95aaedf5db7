import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type QueueSettings } from '../../apps/local/service-bus/queue-settings.ts';

/** A broker in a process of its own, so that it can be killed. */
export interface BusProcess {
  readonly connectionString: string;
  readonly tornBytes: number;
  /** SIGKILL: nothing is flushed, closed or said good-bye to. */
  readonly kill: () => Promise<void>;
}

const READY = z.object({ connectionString: z.string(), tornBytes: z.number() });
const MAIN = join(import.meta.dirname, '../../apps/local/service-bus/main.ts');

export async function spawnBus(folder: string, queues: readonly QueueSettings[]): Promise<BusProcess> {
  const broker = spawn(process.execPath, [MAIN, '--folder', folder, '--queues', JSON.stringify(queues)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(broker.stdout)) {
    return { ...READY.parse(JSON.parse(line)), kill: () => kill(broker) };
  }
  throw new Error('the broker ended before it was ready');
}

async function kill(broker: ChildProcess): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return;
  const ended = once(broker, 'exit');
  broker.kill('SIGKILL');
  await ended;
}
