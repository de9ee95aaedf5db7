import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Bytes of heap still in use after garbage collection. */
export function retainedHeapBytes(): number {
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}
