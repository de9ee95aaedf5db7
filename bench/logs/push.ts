import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { receiveLogs } from '../../shared/doors/receive-logs.ts';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { createLogMining } from '../../shared/platform/log-workers/create-log-mining.ts';
import { commandLine } from '../masking/command-line.ts';
import { peakMegabytes } from '../masking/measure.ts';
import { writeLogFile } from '../masking/stream.ts';

/**
 * Memory and speed of handing in a large log: of `perf-agent logs push` towards a server that only counts, and of the door that
 * masks and mines it. Run: `npx node bench/logs/push.ts [megabytes]` (default 200).
 */
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SAMPLE_MS = 50;

const [, script = '', first = '200', role] = process.argv;
if (role === 'door') await receive(first);
else await measure(Number(first));

async function measure(megabytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perf-agent-push-'));
  const file = join(folder, 'app.log');
  const main = await commandLine();
  try {
    console.log(`load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
    for (const size of [megabytes / 10, megabytes]) {
      const bytes = writeLogFile(file, size * 1e6);
      const server = countingServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      // A listening TCP server has an address with a port.
      const { port } = server.address() as AddressInfo;
      const target = ['--url', `http://127.0.0.1:${port}`];
      await report('logs push', bytes, [
        main,
        ...['logs', 'push', file, '--service', 'shop', '--commit', COMMIT, '--json', ...target],
      ]);
      server.close();
      await report('the door', bytes, [script, file, 'door']);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers as the door does, without looking at what comes. */
function countingServer() {
  return createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const answer = { ref: 'r', lines: 1, records: 1, shapes: 1, masked: {}, created: true };
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
}

async function report(what: string, bytes: number, args: readonly string[]): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, peakMegabytes(child.pid ?? 0))), SAMPLE_MS);
  await once(child, 'exit');
  clearInterval(sampler);
  if (child.exitCode !== 0) throw new Error(`${what} ended with ${child.exitCode ?? 'a signal'}.`);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${what}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s (${(bytes / 1e6 / seconds).toFixed(1)} MB/s), peak memory ${peak.toFixed(0)} MB`,
  );
}

async function receive(file: string): Promise<void> {
  const door = receiveLogs({
    ...createMemoryRunner().services,
    tenant: 'default',
    logs: createLogMining((key) => ({ runKey: key })),
    maskerOf: (key) => createMasker({ runKey: key }),
  });
  const body: AsyncIterable<Uint8Array> = createReadStream(file);
  const { status } = await door({
    method: 'POST',
    url: new URL(`http://door/api/v1/logs?service=shop&commit=${COMMIT}`),
    headers: {},
    params: {},
    body,
    signal: AbortSignal.timeout(600_000),
    traceparent: null,
  });
  if (status !== 201) throw new Error(`The door answered ${status}.`);
}
