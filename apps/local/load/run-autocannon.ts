import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LoadOptions, type LoadRun, PAGES_PER_SECOND } from './load-run.ts';
import { pageView } from './page-view.ts';
import { runProgram } from './run-program.ts';

const GRACE_MS = 20_000;
const WORKER = fileURLToPath(new URL('autocannon-worker.ts', import.meta.url));

/** Runs autocannon at the same rate as k6 would, and writes what it saw as k6's JSON stream. */
export async function runAutocannon(options: LoadOptions): Promise<LoadRun> {
  const file = path.join(options.folder, `${options.name}.json`);
  const settings = {
    url: options.url,
    file,
    seconds: options.seconds,
    connections: options.connections,
    rate: PAGES_PER_SECOND * pageView(0).length,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  await runProgram(process.execPath, [WORKER, ...flags], {
    timeoutMs: options.seconds * 1_000 + GRACE_MS,
    signal: options.signal,
  });
  return { tool: 'autocannon', file, format: 'k6-json-stream' };
}
