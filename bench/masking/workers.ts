import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskFileInParallel } from '../../shared/platform/masking-workers/mask-file-in-parallel.ts';

const TRIES = 5;

export interface TwoWorkers {
  /** Wall seconds, best and median. */
  readonly one: readonly [best: number, median: number];
  readonly two: readonly [best: number, median: number];
  /** How many times as fast two are: by the best tries, and what the processor time of both leaves when each thread has a core. */
  readonly ratio: number;
  readonly ratioByProcessorTime: number;
}

interface Try {
  readonly wall: number;
  readonly processor: number;
}

/** The same file with one and with two threads, in turns. */
export async function twoWorkers(text: string): Promise<TwoWorkers> {
  const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
  const file = join(folder, 'log.txt');
  try {
    writeFileSync(file, text);
    const tries: Record<1 | 2, Try[]> = { 1: [], 2: [] };
    for (let each = 0; each < TRIES; each++) {
      tries[1].push(await attempt(file, 1));
      tries[2].push(await attempt(file, 2));
    }
    const one = bestAndMedian(tries[1]);
    const two = bestAndMedian(tries[2]);
    const processor = (workers: 1 | 2): number => Math.min(...tries[workers].map((each) => each.processor));
    return {
      one,
      two,
      ratio: one[0] / two[0],
      ratioByProcessorTime: (2 * processor(1)) / processor(2),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function attempt(file: string, workers: number): Promise<Try> {
  const before = process.cpuUsage();
  const started = performance.now();
  await maskFileInParallel({ file, write: async () => undefined, workers, runKey: 'bench' });
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1e6 };
}

function bestAndMedian(tries: readonly Try[]): readonly [number, number] {
  const sorted = tries.map(({ wall }) => wall).toSorted((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
}
