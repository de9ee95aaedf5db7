import { Session } from 'node:inspector/promises';

/** Tells which documents made code run that none before them did. */
export interface Coverage {
  /** What ran since the last look. It stays new until it is remembered. */
  look(): Promise<{ readonly isNew: boolean; readonly remember: () => void }>;
  /** Functions of which some part ran and was remembered. */
  functions(): number;
  stop(): Promise<void>;
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** Begin and end of a piece of a source, in signs. */
type Span = readonly [from: number, to: number];

/**
 * Coverage of V8 by blocks, of this process; to be started before anything that is to be covered has run, since V8 counts the blocks only of what it
 * compiles from then on. Of each function is remembered what of it never ran; a look that finds less of that has found something
 * new.
 */
export async function startCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const never = new Map<string, readonly Span[]>();

  return {
    async look() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const found = new Map<string, readonly Span[]>();
      for (const { scriptId, url, functions } of result.filter((script) => counts(script.url))) {
        for (const { ranges } of functions) {
          const [whole] = ranges;
          if (whole === undefined || whole.count === 0) continue;
          const key = `${scriptId}:${url}:${keyOf(whole)}`;
          const left = leftOf(never.get(key), ranges);
          if (left !== null) found.set(key, left);
        }
      }
      return {
        isNew: found.size > 0,
        remember() {
          for (const [key, left] of found) never.set(key, left);
        },
      };
    },
    functions: () => never.size,
    async stop() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** What is the fuzzer's or the test runner's runs now or then, whatever is read. */
const OTHERS = /\/test\/security\/fuzz\/|\/node_modules\/(?:@?vitest|vite|chai|tiny[a-z]+)\//;

function counts(url: string): boolean {
  return /^(?:file:|\/)/.test(url) && !OTHERS.test(url);
}

/**
 * What of a function never ran by now, or null when that is as much as before. Blocks are parted anew with each look, so that what is compared is places in
 * the source.
 */
function leftOf(before: readonly Span[] | undefined, ranges: readonly Range[]): readonly Span[] | null {
  const idle = ranges
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }): Span => [startOffset, endOffset]);
  if (before === undefined) return idle;
  const left = before.flatMap(([start, end]) =>
    idle.flatMap(([from, to]): Span[] =>
      Math.max(start, from) < Math.min(end, to) ? [[Math.max(start, from), Math.min(end, to)]] : [],
    ),
  );
  return lengthOf(left) < lengthOf(before) ? left : null;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}

function keyOf({ startOffset, endOffset }: Pick<Range, 'startOffset' | 'endOffset'>): string {
  return `${startOffset}-${endOffset}`;
}
