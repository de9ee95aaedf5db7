import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { commandLine } from './command-line.ts';
import { logsWithCases } from './log-text.ts';
import { peakMegabytes } from './measure.ts';

/** How much of the repeated text is handed over at once: no divisor of its length, so that it is cut elsewhere each time. */
const CHUNK = 65_521;
const LINES_MB = 4;
const SAMPLE_MS = 50;

export interface StreamMemory {
  readonly gigabytes: number;
  /** Peak resident memory of the masking process alone, and that when the first 0.1 GB were through, in MB. */
  readonly peakMegabytes: number;
  readonly earlyMegabytes: number;
  readonly seconds: number;
  readonly findings: number;
}

/**
 * Runs `perf-agent mask` as it is shipped and hands it a stream, made here as it goes: a few MB of log lines again and again.
 * The kernel's account of the child is read, not this process's own.
 */
export async function maskStreamOf(gigabytes: number): Promise<StreamMemory> {
  const lines = Buffer.from(`${logsWithCases(LINES_MB)}\n`);
  const child = await startMask([]);
  const started = performance.now();
  let early = 0;
  let sent = 0;
  while (sent < gigabytes * 1e9) {
    const at = sent % lines.length;
    const chunk = lines.subarray(at, at + CHUNK);
    if (!child.input.write(chunk)) await once(child.input, 'drain');
    sent += chunk.length;
    if (early === 0 && sent >= 1e8) early = peakMegabytes(child.id);
  }
  child.input.end();
  return { gigabytes: sent / 1e9, earlyMegabytes: early, ...(await child.end(started)) };
}

/** The same with a file, by one thread or several; the early peak is not told. */
export async function maskFileOf(gigabytes: number, workers: number): Promise<StreamMemory> {
  const folder = mkdtempSync(join(tmpdir(), 'masking-file-'));
  try {
    const file = join(folder, 'log.txt');
    const size = writeLogFile(file, gigabytes * 1e9);
    const child = await startMask([file, '--workers', String(workers)]);
    child.input.end();
    return { gigabytes: size / 1e9, earlyMegabytes: 0, ...(await child.end(performance.now())) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes log lines again and again. @returns the size in bytes */
export function writeLogFile(path: string, bytes: number): number {
  const lines = Buffer.from(`${logsWithCases(LINES_MB)}\n`);
  const file = openSync(path, 'w');
  let written = 0;
  while (written < bytes) written += writeSync(file, lines);
  closeSync(file);
  return written;
}

async function startMask(args: readonly string[]) {
  const main = await commandLine();
  const child = spawn(process.execPath, [main, 'mask', '--run-key', 'bench', '--report', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const id = child.pid;
  if (id === undefined) throw new Error('perf-agent mask did not start.');
  const said = text(child.stderr);
  let peak = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, peakMegabytes(id))), SAMPLE_MS);
  const ended = once(child, 'exit');
  return {
    id,
    input: child.stdin,
    async end(started: number) {
      await ended;
      clearInterval(sampler);
      if (child.exitCode !== 0)
        throw new Error(`perf-agent mask ended with ${child.exitCode ?? 'a signal'}: ${await said}`);
      const { findings } = JSON.parse(await said) as { findings: Record<string, number> };
      return {
        peakMegabytes: peak,
        seconds: (performance.now() - started) / 1000,
        findings: Object.values(findings).reduce((sum, count) => sum + count, 0),
      };
    },
  };
}
