import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from './command-line.ts';
import { processorSeconds } from './measure.ts';
import { writeLogFile } from './stream.ts';

const TRIES = 4;
const SAMPLE_MS = 20;

/** What tries took: the least seconds by the clock, their median, and the least processor time. */
export interface Taken {
  readonly best: number;
  readonly median: number;
  readonly processor: number;
}

export interface TwoWorkers {
  /** Of the file. */
  readonly gigabytes: number;
  readonly one: Taken;
  readonly two: Taken;
  /** Two processes that have nothing to do with each other, each with half of the file: what the machine can give at most. */
  readonly processes: Taken;
}

/**
 * `perf-agent mask FILE`, as it is shipped, with one and with two threads, and twice at once with half of the file each. They take
 * turns, so that what else the machine does meets all of them.
 */
export async function twoWorkers(gigabytes: number): Promise<TwoWorkers> {
  const main = await commandLine();
  const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
  try {
    const whole = join(folder, 'whole.txt');
    const half = join(folder, 'half.txt');
    const bytes = writeLogFile(whole, gigabytes * 1e9);
    writeLogFile(half, bytes / 2);
    const mask = (file: string, workers = '1'): Promise<number> =>
      run([main, 'mask', file, '--workers', workers]);
    const tries: Record<'one' | 'two' | 'processes', Try[]> = { one: [], two: [], processes: [] };
    for (let each = 0; each < TRIES; each++) {
      tries.one.push(await timed(() => [mask(whole)]));
      tries.two.push(await timed(() => [mask(whole, '2')]));
      tries.processes.push(await timed(() => [mask(half), mask(half)]));
    }
    return {
      gigabytes: bytes / 1e9,
      one: summaryOf(tries.one),
      two: summaryOf(tries.two),
      processes: summaryOf(tries.processes),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Try {
  readonly clock: number;
  readonly processor: number;
}

async function timed(start: () => readonly Promise<number>[]): Promise<Try> {
  const started = performance.now();
  const processor = await Promise.all(start());
  return {
    clock: (performance.now() - started) / 1000,
    processor: processor.reduce((sum, seconds) => sum + seconds, 0),
  };
}

/** Runs Node to its end. @returns seconds of processor time, short of what it took since the last sample */
async function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let processor = 0;
  const sampler = setInterval(
    () => (processor = Math.max(processor, processorSeconds(child.pid ?? 0))),
    SAMPLE_MS,
  );
  await once(child, 'close');
  clearInterval(sampler);
  if (child.exitCode !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}.`);
  return processor;
}

function summaryOf(tries: readonly Try[]): Taken {
  const clock = tries.map((each) => each.clock).toSorted((a, b) => a - b);
  return {
    best: clock[0] ?? 0,
    median: clock[Math.floor(clock.length / 2)] ?? 0,
    processor: Math.min(...tries.map((each) => each.processor)),
  };
}
