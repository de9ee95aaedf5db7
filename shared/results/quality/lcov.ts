import { invalidInput } from '../invalid-input.ts';
import { createLineSplitter } from '../split-lines.ts';
import { coverageMetric, NOTHING_TO_COVER, type QualityReader } from './quality-document.ts';

const MOST_PLACES = 5_000_000;
/** Record → what it covers, and which of its fields holds the hits, from the end when negative (geninfo(1), "FILES"). */
const COVERING = {
  DA: { kind: 'lines', hits: 1 },
  FNDA: { kind: 'functions', hits: 0 },
  /** lcov 2.2 on: number of the function, hits, name. */
  FNA: { kind: 'functions', hits: 1 },
  /** The branch before its hits may be an expression with commas in it. */
  BRDA: { kind: 'branches', hits: -1 },
} as const;
const KINDS = ['lines', 'functions', 'branches'] as const;

/**
 * lcov's tracefile. What several tests say of one file is put together: a line is covered when one test ran it, as
 * `lcov --add-tracefile` does. Files that tell only sums (LF, LH …) are not supported by any writer and are refused.
 */
export function createLcovReader(): QualityReader {
  const hits = {
    lines: new Map<string, boolean>(),
    functions: new Map<string, boolean>(),
    branches: new Map<string, boolean>(),
  };
  let file = '';
  let ended = true;
  /** Sum of the lines that files say they have; null when none says so. */
  let toldLines: number | null = null;
  const splitter = createLineSplitter((line, number) => take(line.trim(), number));

  function take(line: string, number: number): void {
    if (line.startsWith('SF:')) {
      file = line.slice(3);
      ended = false;
    } else if (line.startsWith('LF:')) {
      toldLines = (toldLines ?? 0) + Number(line.slice(3));
    } else if (line === 'end_of_record') {
      ended = true;
    }
    const colon = line.indexOf(':');
    const record = line.slice(0, colon);
    if (record !== 'DA' && record !== 'FNDA' && record !== 'FNA' && record !== 'BRDA') return;
    const { kind, hits: at } = COVERING[record];
    const fields = line.slice(colon + 1).split(',');
    const told = fields.at(at);
    // `-`: the branch's line never ran.
    const count = told === '-' ? 0 : Number(told);
    if (told === undefined || told === '' || Number.isNaN(count)) {
      throw invalidInput(`line ${number}`, `${record} with a number of hits, as lcov writes it`);
    }
    const key = `${file}\n${placeIn(record, fields)}`;
    hits[kind].set(key, count > 0 || hits[kind].get(key) === true);
    if (hits[kind].size > MOST_PLACES) throw invalidInput(`line ${number}`, `at most ${MOST_PLACES} ${kind}`);
  }

  return {
    push: (chunk) => splitter.push(chunk),
    end() {
      splitter.end();
      if (!ended) throw invalidInput('lcov tracefile', '"end_of_record" at its end; it may have been cut');
      // Files of declarations alone have nothing to run; sums without lines could not be put together.
      if (hits.lines.size === 0 && toldLines !== 0)
        throw invalidInput('lcov tracefile', 'at least one line of a file (DA)');
      const metrics = KINDS.flatMap((kind) => {
        const covered = [...hits[kind].values()].filter(Boolean).length;
        return coverageMetric(kind, covered, hits[kind].size);
      });
      return { tool: 'lcov', metrics, notes: metrics.length === 0 ? [NOTHING_TO_COVER] : [] };
    },
  };
}

/** What the hits are counted of: a line, a function by its name, a branch. */
function placeIn(record: keyof typeof COVERING, fields: readonly string[]): string {
  switch (record) {
    case 'DA':
      return fields[0] ?? '';
    case 'FNDA':
      return fields.slice(1).join(',');
    case 'FNA':
      return fields.slice(2).join(',');
    case 'BRDA':
      return fields.slice(0, -1).join(',');
  }
}
