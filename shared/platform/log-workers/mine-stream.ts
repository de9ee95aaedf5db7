import { learnHeader, type HeaderFormat } from '../../logs/learn-header.ts';
import { createMiner, type LogMiner, type MinerOptions } from '../../logs/log-miner.ts';

/** Lines and characters from which the header is learnt when none is given. */
const SAMPLE_LINES = 2_000;
const SAMPLE_CHARACTERS = 4_194_304;
/** Of a line longer than this, the beginning is mined: it tells all that its pattern is made of. */
const MAX_LINE = 1_048_576;
const KEPT_OF_LONG_LINE = 65_536;

export interface StreamOptions extends MinerOptions {
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Mines a log that comes in chunks of text, cut anywhere. Without `options.header` the header is learnt from the first
 * 2,000 lines. Memory does not grow with the stream, however long its lines are.
 * @throws the signal's reason when it is aborted
 */
export async function mineStream(
  chunks: AsyncIterable<string>,
  options: StreamOptions = {},
): Promise<LogMiner> {
  const lines = new LineCutter();
  let miner = options.header === undefined ? null : createMiner(options);
  let waiting: string[] = [];
  let waitingLength = 0;
  for await (const chunk of chunks) {
    options.signal?.throwIfAborted();
    if (miner !== null) {
      lines.cut(chunk, miner);
      continue;
    }
    waiting.push(chunk);
    waitingLength += chunk.length;
    if (waitingLength < SAMPLE_CHARACTERS && countLines(waiting) <= SAMPLE_LINES) continue;
    miner = startMiner(waiting, lines, options);
    waiting = [];
  }
  miner ??= startMiner(waiting, lines, options);
  lines.end(miner);
  return miner;
}

function startMiner(waiting: readonly string[], lines: LineCutter, options: StreamOptions): LogMiner {
  const text = waiting.join('');
  const miner = createMiner({ ...options, header: headerOf(text) });
  lines.cut(text, miner);
  return miner;
}

/** The header of a log by its first lines; the last of them may be cut off and does not count if there are others. */
export function headerOf(text: string): HeaderFormat | null {
  const sample = text.slice(0, SAMPLE_CHARACTERS).split(/\r?\n/, SAMPLE_LINES + 1);
  return learnHeader(sample.length > 1 ? sample.slice(0, -1) : sample);
}

function countLines(chunks: readonly string[]): number {
  let count = 0;
  for (const chunk of chunks) {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) count++;
  }
  return count;
}

/** Cuts text at line feeds and hands the lines to a miner; what follows the last one waits for the next chunk. */
class LineCutter {
  private carried = '';
  private skipping = false;

  cut(chunk: string, miner: LogMiner): void {
    let at = 0;
    if (this.skipping) {
      const lineFeed = chunk.indexOf('\n');
      if (lineFeed < 0) return;
      this.end(miner);
      at = lineFeed + 1;
    }
    const text = this.carried === '' ? chunk : this.carried + chunk.slice(at);
    if (this.carried !== '') at = 0;
    this.carried = '';
    for (let lineFeed = text.indexOf('\n', at); lineFeed >= 0; lineFeed = text.indexOf('\n', at)) {
      miner.addSlice(text, at, lineFeed);
      at = lineFeed + 1;
    }
    this.carry(text, at);
  }

  /** Hands on what is left when the stream has ended. */
  end(miner: LogMiner): void {
    if (this.carried !== '') miner.add(this.carried);
    this.carried = '';
    this.skipping = false;
  }

  private carry(text: string, at: number): void {
    this.skipping = text.length - at > MAX_LINE;
    this.carried = this.skipping ? text.slice(at, at + KEPT_OF_LONG_LINE) : text.slice(at);
  }
}
