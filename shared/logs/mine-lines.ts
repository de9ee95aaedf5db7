import { learnHeader } from './learn-header.ts';
import { createMiner, type MinerOptions, type MiningResult } from './log-miner.ts';

/** Lines from which the header is learnt when none is given. */
const SAMPLE_LINES = 2_000;

/**
 * Mines the templates of a log held in memory; without `options.header` the header is learnt from the first 2,000 lines.
 */
export function mineLines(lines: Iterable<string>, options: MinerOptions = {}): MiningResult {
  const sample: string[] = [];
  const rest = lines[Symbol.iterator]();
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    sample.push(next.value);
    if (sample.length >= SAMPLE_LINES) break;
  }
  const header = options.header === undefined ? learnHeader(sample) : options.header;
  const miner = createMiner({ ...options, header });
  for (const line of sample) miner.add(line);
  for (let next = rest.next(); next.done !== true; next = rest.next()) miner.add(next.value);
  return miner.result();
}
