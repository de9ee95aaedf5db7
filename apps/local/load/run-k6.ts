import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { k6Script } from './k6-script.ts';
import { type LoadOptions, type LoadRun, PAGES_PER_SECOND } from './load-run.ts';
import { runProgram } from './run-program.ts';

/** Start, the last answers and the end of k6 beyond the load itself. */
const GRACE_MS = 20_000;

/** Runs k6 with its JSON output; nothing is sent anywhere but to the service. */
export async function runK6(k6: string, options: LoadOptions): Promise<LoadRun> {
  const script = path.join(options.folder, `${options.name}.k6.js`);
  const file = path.join(options.folder, `${options.name}.json`);
  await writeFile(script, k6Script({ ...options, pagesPerSecond: PAGES_PER_SECOND }));
  const args = [
    'run',
    '--quiet',
    '--no-usage-report',
    '--no-thresholds',
    '--summary-mode',
    'disabled',
    '--address',
    '',
    '--out',
    `json=${file}`,
    script,
  ];
  await runProgram(k6, args, {
    timeoutMs: options.seconds * 1_000 + GRACE_MS,
    signal: options.signal,
    env: { K6_NO_USAGE_REPORT: 'true' },
  });
  return { tool: 'k6', file, format: 'k6-json-stream' };
}
