import { Masked } from '../../shared/contracts/masked.ts';
import type { DiffFile, RawChange } from '../../shared/ports/change-host.ts';
import { rawChangeOf, TEST_BASE } from './memory-change-host.ts';
import { runsOf } from './memory-measurements.ts';
import { createMemoryPipeline } from './memory-pipeline.ts';

type Pipeline = ReturnType<typeof createMemoryPipeline>;

/** p95 of five runs each: of the base, and of a head that is slower or as fast. */
export const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
export const SLOWER = runsOf([160, 161, 159, 162, 160]);
export const SAME = runsOf([100, 99, 101, 102, 100]);

/** A change whose first head was measured and judged. */
export async function judged(candidate: typeof SLOWER): Promise<Pipeline> {
  const pipeline = createMemoryPipeline();
  await start(pipeline, candidate);
  return pipeline;
}

/** Measures and judges the first head. */
export async function start(
  pipeline: Pipeline,
  candidate: typeof SLOWER,
  change: Partial<RawChange> = {},
): Promise<string> {
  await pipeline.measure([...BASELINE, ...candidate]);
  const runId = await push(pipeline, change);
  await pipeline.drain();
  return runId;
}

/** The host has the head, and its webhook comes. @param line makes the diff another one */
export async function push(
  pipeline: Pipeline,
  change: Partial<RawChange>,
  about: Parameters<Pipeline['request']>[1] = {},
  line = 'x',
  deliveryId?: string,
): Promise<string> {
  pipeline.host.change = rawChangeOf(change);
  pipeline.host.files = [fileOf('src/orders.ts', line)];
  return pipeline.request(change, about, deliveryId);
}

/** A file to which one line was added. */
export function fileOf(path: string, line: string): DiffFile {
  const patch = `@@ -1 +1,2 @@\n a\n+${line}\n`;
  return { path, previousPath: null, status: 'modified', additions: 1, deletions: 0, patch };
}
