import { appendFile, open } from 'node:fs/promises';
import { type Defect, type Version } from '../sample-service/service-version.ts';
import { k6StreamGauge } from './k6-stream.ts';
import { type LoadRun } from './load-run.ts';
import { pageView } from './page-view.ts';
import { heapGrowthPerRequest, readHeap } from './read-heap.ts';
import { runLoad } from './run-load.ts';
import { startService } from './start-service.ts';
import { warmUp } from './warm-up.ts';

/** Requests under way at the same time: one page view. */
const CONNECTIONS = pageView(0).length;
const WARM_UP_MS = 1_200;
const TAIL_BYTES = 8 * 1024;

interface DriveOptions {
  /** Versions to compare, each measured `repeats` times. */
  readonly versions: readonly Version[];
  readonly repeats: number;
  readonly secondsEach: number;
  /** What is wrong with version B. */
  readonly defect: Defect;
  readonly folder: string;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
}

interface LoadProgress {
  readonly run: number;
  readonly of: number;
  readonly version: Version;
  readonly line: string;
}

interface DrivenRun extends LoadRun {
  readonly version: Version;
  /** From 1, in the order of time over all versions. */
  readonly run: number;
}

/**
 * Measures versions in turns, each run on a fresh process of the service, so that what differs between processes and
 * what drifts on the machine is in the noise between runs and falls on all versions alike.
 */
export async function driveLoad(options: DriveOptions): Promise<readonly DrivenRun[]> {
  const order = interleaved(options.versions, options.repeats);
  const runs: DrivenRun[] = [];
  for (const [index, version] of order.entries()) {
    const run = index + 1;
    const log = (line: string): void => options.onProgress({ run, of: order.length, version, line });
    runs.push({ ...(await measure(version, run, log, options)), version, run });
  }
  return runs;
}

/** A B, B A, A B …: a drift of the machine that is linear in time falls on both alike. */
export function interleaved(versions: readonly Version[], repeats: number): readonly Version[] {
  return Array.from({ length: repeats }, (_, round) =>
    round % 2 === 0 ? versions : versions.toReversed(),
  ).flat();
}

async function measure(
  version: Version,
  run: number,
  log: (line: string) => void,
  { defect, folder, secondsEach, signal }: DriveOptions,
): Promise<LoadRun> {
  signal.throwIfAborted();
  const service = await startService(version, defect);
  try {
    await warmUp(service.url, WARM_UP_MS, signal);
    // The first reading moves long-lived objects within the heap; the second is the one to compare with.
    await readHeap(service.url, signal);
    const before = await readHeap(service.url, signal);
    const name = `run-${String(run).padStart(2, '0')}-${version.toLowerCase()}`;
    const load = {
      url: service.url,
      seconds: secondsEach,
      connections: CONNECTIONS,
      folder,
      name,
      log,
      signal,
    };
    const loaded = await runLoad(load);
    const growth = heapGrowthPerRequest(before, await readHeap(service.url, signal));
    // At the time of the last answer, so that the run does not look longer than it was.
    await appendFile(
      loaded.file,
      k6StreamGauge('heap_growth_per_request', await lastTime(loaded.file), growth),
    );
    return loaded;
  } finally {
    await service.stop();
  }
}

/** Time of the last point of a stream. @throws Error when the file holds none */
async function lastTime(file: string): Promise<number> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const start = Math.max(size - TAIL_BYTES, 0);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
  const times = buffer.toString('utf8', 0, bytesRead).match(/(?<="time":")[^"]+/g);
  const last = times?.at(-1);
  if (last === undefined) throw new Error(`The load left no figures in ${file}.`);
  return Date.parse(last);
}
