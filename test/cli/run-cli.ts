import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../support/start-installation.ts';

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 60_000;

/** What `npx perf-agent` starts: the bundle, which the global set-up of the integration tests builds. */
export const PERF_AGENT = path.join(ROOT, 'apps/cli/perf-agent.mjs');

/** `perf-agent ARGS` as a process of its own, with `input` on its standard input. */
export async function runCli(args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [PERF_AGENT, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  // A command that refuses its arguments ends without reading: then the pipe is closed, which is no failure of the test.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** A folder with these files, by their paths; `using` removes it. */
export function filesFor(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly at: (file: string) => string;
  [Symbol.dispose](): void;
} {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-cli-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return {
    at: (file) => path.join(folder, file),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
