import { setTimeout as wait } from 'node:timers/promises';

/** Collections until nothing more goes: weak references and finalisers need more than one. */
const COLLECTIONS = 4;

/**
 * Bytes that are still in use after the garbage is gone: JavaScript heap and buffers.
 * @throws Error when the process was not started with `--expose-gc`
 */
export async function measureHeap(): Promise<{ readonly liveBytes: number }> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('The heap can be measured only under "node --expose-gc".');
  for (let round = 0; round < COLLECTIONS; round += 1) {
    collect();
    await wait(5);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { liveBytes: heapUsed + arrayBuffers };
}
