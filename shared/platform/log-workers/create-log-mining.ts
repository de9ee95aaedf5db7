import { LogWindow } from '../../contracts/log-evidence.ts';
import type { FieldKind } from '../../logs/header-field.ts';
import type { HeaderFields, HeaderFormat } from '../../logs/learn-header.ts';
import { createStreamMasker, type StreamMaskerOptions } from '../../masking/create-stream-masker.ts';
import type { LogMining } from '../../ports/log-mining.ts';
import { headerOf, mineStream } from './mine-stream.ts';

/** Message shapes kept apart in one log, about 2 KB each: what an artifact may hold and two of them may cost to compare. */
const MOST_SHAPES = 4_000;
const SAMPLE_CHARACTERS = 1_048_576;

/** LogMining in this process: one pass, mask, then mine. */
export function createLogMining(optionsOf: (key: string) => StreamMaskerOptions): LogMining {
  return {
    async mine(key, text, signal) {
      const masker = createStreamMasker(optionsOf(key));
      const chunks = masked(text);
      const waiting: string[] = [];
      for (let sampled = 0; sampled < SAMPLE_CHARACTERS;) {
        const next = await chunks.next();
        if (next.done === true) break;
        waiting.push(next.value);
        sampled += next.value.length;
      }
      const header = sureFields(headerOf(waiting.join('')));
      const miner = await mineStream(joined(waiting, chunks), { header, maxShapes: MOST_SHAPES, signal });
      // Plain data, and checked as such: what is written is what the schema lets through.
      const mined = LogWindow.shape.mined.parse(miner.snapshot());
      return { mined, header: header?.fields.join(' ') ?? '', findings: masker.counts() };

      async function* masked(raw: AsyncIterable<string>): AsyncGenerator<string> {
        for await (const chunk of raw) yield masker.push(chunk);
        yield masker.end();
      }
    },
  };
}

async function* joined(first: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* first;
  yield* rest;
}

/**
 * A header up to its last time or level. What follows is told by what the lines of one log have in common, and a log that mostly
 * says one thing has words of it in common; the other side's log would be cut elsewhere, and every message would be new.
 */
function sureFields(header: HeaderFormat | null): HeaderFormat | null {
  if (header === null) return null;
  const sure = { ...header, ...upToLastSure(header) };
  if (header.programs !== undefined) {
    const programs = [...header.programs].map(([name, fields]) => [name, upToLastSure(fields)] as const);
    return { ...sure, programs: new Map(programs) };
  }
  return sure.fields.length > 0 || header.collector !== undefined ? sure : null;
}

/** A zone stands behind a time only. */
const SURE: ReadonlySet<FieldKind> = new Set(['time', 'zone', 'severity']);

function upToLastSure({ fields }: HeaderFields): HeaderFields {
  const last = fields.findLastIndex((kind) => SURE.has(kind));
  return { fields: fields.slice(0, last + 1), column: null };
}
