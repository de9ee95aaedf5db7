import { parentPort, workerData } from 'node:worker_threads';
import { mineStream } from './mine-stream.ts';
import { readPart, type LogPart } from './read-part.ts';

/** Thread of mineFile: mines the part it was given and answers with the snapshot of its miner. */
if (parentPort !== null && isPart(workerData)) {
  const { header, maxShapes } = workerData;
  const miner = await mineStream(readPart(workerData), { header, maxShapes });
  parentPort.postMessage(miner.snapshot());
}

function isPart(value: unknown): value is LogPart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    'header' in value &&
    'maxShapes' in value
  );
}
