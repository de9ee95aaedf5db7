import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from './command-line.ts';

const TRIES = 4;

/** Wall seconds, best and median. */
export type Seconds = readonly [best: number, median: number];

export interface TwoWorkers {
  readonly one: Seconds;
  readonly two: Seconds;
  /** Two processes that have nothing to do with each other, each with half of the file: what the machine can give at most. */
  readonly processes: Seconds;
}

/**
 * `perf-agent mask FILE`, as it is shipped, with one and with two threads, and twice at once with half of the file each. They take
 * turns, so that what else the machine does meets all of them.
 */
export async function twoWorkers(text: string): Promise<TwoWorkers> {
  const main = await commandLine();
  const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
  try {
    const cut = text.indexOf('\n', text.length / 2) + 1;
    const [whole, first, second] = ['whole.txt', 'first.txt', 'second.txt'].map((name) => join(folder, name));
    if (whole === undefined || first === undefined || second === undefined) throw new RangeError('No files.');
    writeFileSync(whole, text);
    writeFileSync(first, text.slice(0, cut));
    writeFileSync(second, text.slice(cut));
    const mask = (file: string, workers = '1'): Promise<void> =>
      run([main, 'mask', file, '--workers', workers]);
    const tries: Record<'one' | 'two' | 'processes', number[]> = { one: [], two: [], processes: [] };
    for (let each = 0; each < TRIES; each++) {
      tries.one.push(await secondsOf(() => mask(whole)));
      tries.two.push(await secondsOf(() => mask(whole, '2')));
      tries.processes.push(await secondsOf(() => Promise.all([mask(first), mask(second)])));
    }
    return {
      one: bestAndMedian(tries.one),
      two: bestAndMedian(tries.two),
      processes: bestAndMedian(tries.processes),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}.`);
}

function bestAndMedian(seconds: readonly number[]): Seconds {
  const sorted = seconds.toSorted((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
}
