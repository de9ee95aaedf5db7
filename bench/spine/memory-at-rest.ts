import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { measureMemory } from '../../apps/local/cloud/measure-memory.ts';
import { ROOT } from '../../test/support/start-installation.ts';
import type { Measured } from './measured.ts';

const REST_MS = 20_000;
const START_MS = 60_000;

/** Resident memory of everything that `npm run dev` starts, after it has been left alone for 20 s. */
export async function memoryAtRest(): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-memory-'));
  const args = ['apps/local/dev.ts', '--no-build', '--folder', folder, '--port', '7391'];
  const dev = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await Promise.race([
      isRunning(dev.stdout),
      wait(START_MS).then(() => Promise.reject(new Error('npm run dev did not start.'))),
    ]);
    await wait(REST_MS);
    const pids = [dev.pid ?? 0, ...childrenOf(dev.pid ?? 0)];
    const { totalMiB, processes } = measureMemory(pids);
    return {
      name: 'embedded cloud and Functions host at rest',
      value: totalMiB,
      unit: 'MiB',
      target: 400,
      better: 'lower',
      details: Object.fromEntries(
        processes.map(({ residentMiB }, index) => [`process ${index + 1}`, residentMiB]),
      ),
    };
  } finally {
    dev.kill('SIGINT');
    await once(dev, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isRunning(output: NodeJS.ReadableStream): Promise<void> {
  for await (const line of createInterface({ input: output })) {
    if (line.includes('embedded cloud is running')) return;
  }
  throw new Error('npm run dev ended early.');
}

function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const direct = pairs.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
  return direct.flatMap((child) => [child, ...childrenOf(child)]);
}
