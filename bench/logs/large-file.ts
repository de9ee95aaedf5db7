import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mineFile } from '../../shared/platform/log-workers/mine-file.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
const FORMS: readonly ((n: number) => string)[] = [
  (n) =>
    `INFO [http-${n % 16}] c.e.CartService - cart ${(n * 2654435761) % 4294967296} of user ${NAMES[n % 10]} loaded in ${n % 900} ms`,
  (n) =>
    `INFO [http-${n % 16}] c.e.Access - GET /api/item/${n % 5000} 200 ${(n * 31) % 4000} bytes from 10.0.${n % 256}.${(n * 7) % 256}`,
  (n) => `DEBUG [pool-${n % 4}] c.e.Cache - key item:${n % 9999} ${n % 3 === 0 ? 'missed' : 'hit'}`,
  (n) =>
    `WARN [http-${n % 16}] c.e.PayClient - retry ${n % 5} of payment 550e8400-e29b-41d4-a716-4466${String(n % 100_000_000).padStart(8, '0')} after ${n % 900} ms`,
  (n) =>
    `ERROR [http-${n % 16}] c.e.CartService - checkout of cart ${n} failed\njava.lang.IllegalStateException: no cart ${n}\n\tat com.example.Cart.total(Cart.java:42)\nCaused by: java.sql.SQLException: Connection refused\n\tat com.example.Pool.get(Pool.java:9)\n\t... 12 more`,
];

/**
 * Time and peak memory of mining a large file with one and two threads, and whether both have the same result. Run:
 * `npx node bench/logs/large-file.ts [megabytes]` (default 1000).
 */
const [, script, first, threads] = process.argv;
if (first !== undefined && threads !== undefined) await mineAndReport(first, Number(threads));
else measure(Number(first ?? 1000));

function measure(megabytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'perf-agent-bench-'));
  try {
    for (const size of [megabytes / 10, megabytes]) {
      const path = writeLog(join(folder, `${size}.log`), size * 1e6);
      const results = [1, 2].map((count) => {
        const { stdout, status } = spawnSync(
          process.execPath,
          [script ?? fileURLToPath(import.meta.url), path, String(count)],
          { encoding: 'utf8' },
        );
        if (status !== 0) throw new Error(`mining with ${count} threads failed`);
        const [digest, report] = stdout.trim().split('\n');
        console.log(`${size} MB, ${count} threads: ${report}`);
        return digest;
      });
      console.log(`${size} MB: same result with 1 and 2 threads: ${results[0] === results[1]}`);
      if (results[0] !== results[1]) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function mineAndReport(path: string, workers: number): Promise<void> {
  const started = performance.now();
  const result = (await mineFile(path, { workers })).result();
  const seconds = (performance.now() - started) / 1000;
  const megabytes = statSync(path).size / 1e6;
  const cpu = process.cpuUsage();
  console.log(
    JSON.stringify(
      result.patterns.map(({ id, count, firstLine, lastLine }) => [id, count, firstLine, lastLine]),
    ),
  );
  console.log(
    `${result.lines} lines, ${result.patterns.length} patterns in ${seconds.toFixed(1)} s (${Math.round(result.lines / seconds)} lines/s, ${(megabytes / seconds).toFixed(0)} MB/s), processor ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  );
}

function writeLog(path: string, bytes: number): string {
  const file = openSync(path, 'w');
  let written = 0;
  for (let n = 0; written < bytes;) {
    let text = '';
    for (; text.length < 1e6; n++) {
      const form = FORMS[n % 97 === 0 ? 4 : n % 4]!;
      text += `2024-05-01 10:${10 + (Math.floor(n / 50) % 50)}:${10 + (n % 50)},${100 + (n % 900)} ${form(n)}\n`;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
  return path;
}
