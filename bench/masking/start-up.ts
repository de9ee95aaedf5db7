import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { commandLine } from './command-line.ts';

const MASKER = join(import.meta.dirname, '../../shared/masking/create-masker.ts');
const LAUNCHER = join(import.meta.dirname, '../../apps/cli/perf-agent.mjs');
const TRIES = 15;
/** Loads the masker by itself and says how long that took, making one, and its first text. */
const PARTS = `
const at = [performance.now()];
const { createMasker } = await import(${JSON.stringify(MASKER)});
at.push(performance.now());
const masker = createMasker({ runKey: 'bench' });
at.push(performance.now());
masker.mask('mail jane@example.com from 10.1.2.3');
at.push(performance.now());
process.stdout.write(JSON.stringify(at.slice(1).map((time, index) => time - at[index])));`;

export interface StartUp {
  /** Milliseconds from the start of `perf-agent mask`, as it is shipped, to the first byte of its answer; best and median. */
  readonly mask: Spread;
  /** The same by way of the file that an installation calls, which looks first whether the bundle is current. */
  readonly launched: Spread;
  /** The same of Node that prints one letter. */
  readonly nodeAlone: Spread;
  /** Of the masker as a library, from its sources: reading them, making one, masking a first text. */
  readonly library: readonly [load: number, make: number, first: number];
}

interface Spread {
  readonly best: number;
  readonly median: number;
}

/** All take turns, so that what else the machine does meets all. */
export async function startUp(): Promise<StartUp> {
  const main = await commandLine();
  const mask: number[] = [];
  const launched: number[] = [];
  const nodeAlone: number[] = [];
  for (let each = 0; each < TRIES; each++) {
    nodeAlone.push((await firstByte(['-e', 'process.stdout.write("x")'])).milliseconds);
    mask.push((await firstByte([main, 'mask'])).milliseconds);
    launched.push((await firstByte([LAUNCHER, 'mask'])).milliseconds);
  }
  const { output } = await firstByte(['--input-type=module', '-e', PARTS]);
  return {
    mask: spreadOf(mask),
    launched: spreadOf(launched),
    nodeAlone: spreadOf(nodeAlone),
    library: JSON.parse(output) as StartUp['library'],
  };
}

async function firstByte(args: readonly string[]): Promise<{ milliseconds: number; output: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end('mail jane@example.com from 10.1.2.3\n');
  let milliseconds = 0;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '') milliseconds = performance.now() - started;
    output += chunk.toString();
  });
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}.`);
  return { milliseconds, output };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { best: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}
