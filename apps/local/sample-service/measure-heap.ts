import { setTimeout as wait } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';

/** Collections until nothing more goes: weak references and finalisers need more than one. */
const COLLECTIONS = 4;

/**
 * Spaces for what the engine made of the code (V8, src/common/globals.h AllocationSpace). They grow by ten to a hundred
 * KiB whenever a function is compiled anew, which is no leak, and would hide one.
 */
const CODE_SPACE = /^(code|trusted|read_only|shared_trusted)_/;

/**
 * Bytes of objects and buffers that are still in use after the garbage is gone.
 * @throws Error when the process was not started with `--expose-gc`
 */
export async function measureHeap(): Promise<{ readonly liveBytes: number }> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('The heap can be measured only under "node --expose-gc".');
  for (let round = 0; round < COLLECTIONS; round += 1) {
    collect();
    await wait(5);
  }
  const objects = getHeapSpaceStatistics().filter(({ space_name: name }) => !CODE_SPACE.test(name));
  const heap = objects.reduce((total, { space_used_size: used }) => total + used, 0);
  return { liveBytes: heap + process.memoryUsage().arrayBuffers };
}
