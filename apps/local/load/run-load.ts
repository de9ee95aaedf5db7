import { mkdir } from 'node:fs/promises';
import { findK6 } from './find-k6.ts';
import { type LoadOptions, type LoadRun } from './load-run.ts';
import { runAutocannon } from './run-autocannon.ts';
import { runK6 } from './run-k6.ts';

/** Loads a service: by k6 where it is on the PATH, by autocannon otherwise. Either way the result is a k6 stream. */
export async function runLoad(options: LoadOptions): Promise<LoadRun> {
  await mkdir(options.folder, { recursive: true });
  const k6 = await findK6();
  options.log(`${k6 === null ? 'autocannon' : 'k6'}: ${String(options.seconds)} s against ${options.url}`);
  return k6 === null ? runAutocannon(options) : runK6(k6, options);
}
