import { LogWindow } from '../../contracts/log-evidence.ts';
import { createStreamMasker, type StreamMaskerOptions } from '../../masking/create-stream-masker.ts';
import type { LogMining } from '../../ports/log-mining.ts';
import { mineStream } from './mine-stream.ts';

/** Message shapes kept apart in one log, about 2 KB each: what an artifact may hold and two of them may cost to compare. */
const MOST_SHAPES = 4_000;

/** LogMining in this process: one pass, mask, then mine. */
export function createLogMining(optionsOf: (key: string) => StreamMaskerOptions): LogMining {
  return {
    async mine(key, text, signal) {
      const masker = createStreamMasker(optionsOf(key));
      const miner = await mineStream(masked(text), { maxShapes: MOST_SHAPES, signal });
      // Plain data, and checked as such: what is written is what the schema lets through.
      const mined = LogWindow.shape.mined.parse(miner.snapshot());
      return { mined, findings: masker.counts() };

      async function* masked(chunks: AsyncIterable<string>): AsyncGenerator<string> {
        for await (const chunk of chunks) yield masker.push(chunk);
        yield masker.end();
      }
    },
  };
}
