import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskFileInParallel } from '../../shared/platform/masking-workers/mask-file-in-parallel.ts';

const TRIES = 3;

/** Wall seconds for the same file with one and with two threads, the best of three tries that take turns. */
export async function twoWorkers(text: string): Promise<{ readonly one: number; readonly two: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
  const file = join(folder, 'log.txt');
  try {
    writeFileSync(file, text);
    let one = Infinity;
    let two = Infinity;
    for (let each = 0; each < TRIES; each++) {
      one = Math.min(one, await seconds(file, 1));
      two = Math.min(two, await seconds(file, 2));
    }
    return { one, two };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function seconds(file: string, workers: number): Promise<number> {
  const started = performance.now();
  await maskFileInParallel({ file, write: async () => undefined, workers, runKey: 'bench' });
  return (performance.now() - started) / 1000;
}
