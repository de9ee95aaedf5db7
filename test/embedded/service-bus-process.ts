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

/** `largestFileKiB` has the kernel fail writes beyond that size of a file, which stands for a full disk. */
export async function spawnBus(
  folder: string,
  queues: readonly QueueSettings[],
  limits: { readonly largestFileKiB?: number } = {},
): Promise<BusProcess> {
  const command = [process.execPath, MAIN, '--folder', folder, '--queues', JSON.stringify(queues)];
  const limit = String(limits.largestFileKiB ?? 'unlimited');
  const broker = spawn('bash', ['-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...command], {
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
