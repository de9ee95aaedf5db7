import type { createRandom } from '../../../shared/statistics/distributions/create-random.ts';

type Random = ReturnType<typeof createRandom>;

/** Pieces that parsers stumble over. */
const PIECES = [
  '',
  '\0',
  '\ud800',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\n',
  '\r\n',
  ',',
  ':',
  '-',
  '1e999',
  '-0',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '<![CDATA[',
  ']]>',
  '*a',
  '&a',
  '!!js/function',
  '<<: *a',
  '%',
  '\u202e',
  '\ufeff',
  '\u2028',
  '9007199254740993',
  'a'.repeat(5_000),
  '['.repeat(2_000),
  '{"a":'.repeat(500),
  '(a+)+$',
  '=cmd',
  '\u0000\u0001',
  '\t',
] as const;
const LONGEST = 64 * 1024;

/** A document that is one to eight steps away from the seeds; bytes, since not all of them need be text. */
export function mutate(seeds: readonly string[], random: Random): Uint8Array {
  let bytes: Uint8Array = new TextEncoder().encode(pick(seeds, random));
  const steps = 1 + below(8, random);
  for (let step = 0; step < steps; step += 1) bytes = mutateOnce(bytes, seeds, random);
  return bytes.subarray(0, LONGEST);
}

function mutateOnce(bytes: Uint8Array, seeds: readonly string[], random: Random): Uint8Array {
  const at = below(bytes.length + 1, random);
  const to = Math.min(bytes.length, at + below(64, random));
  switch (below(7, random)) {
    case 0: {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = below(256, random);
      return copy;
    }
    case 1:
      return joined(
        bytes.subarray(0, at),
        new TextEncoder().encode(pick(PIECES, random)),
        bytes.subarray(at),
      );
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(to));
    case 3:
      return joined(bytes.subarray(0, to), bytes.subarray(at));
    case 4:
      return joined(
        bytes.subarray(0, at),
        new TextEncoder().encode(pick(seeds, random)).subarray(below(40, random)),
      );
    case 5:
      return bytes.subarray(0, at);
    default:
      return joined(
        bytes.subarray(0, at),
        new TextEncoder().encode(pick(PIECES, random)),
        bytes.subarray(to),
      );
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const found = list[below(list.length, random)];
  if (found === undefined) throw new RangeError('There is nothing to pick from.');
  return found;
}

function below(limit: number, random: Random): number {
  return Math.min(limit - 1, Math.floor(random.uniform() * limit));
}
