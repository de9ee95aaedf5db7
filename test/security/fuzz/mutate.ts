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

/** Values in place of those that a schema asks for. */
const ODD_VALUES = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '9007199254740993',
  '0.1',
  '""',
  '" "',
  '"\\u0000"',
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '"1970-01-01T00:00:00Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"https://user:pass@evil.example/../x?a=%ff#y"',
  '"javascript:alert(1)"',
  '[]',
  '{}',
  '[null]',
  '[[[]]]',
  '{"__proto__":{"a":1}}',
  `"${'a'.repeat(3_000)}"`,
] as const;
const VALUE = /"(?:[^"\\]|\\.){0,300}"(?=\s*[,}\]])|-?\d+(?:\.\d+)?(?=\s*[,}\]])|true|false|null|\[\]|\{\}/g;
const MEMBER = /"[^"\\]{1,60}"\s*:\s*(?:"(?:[^"\\]|\\.){0,300}"|-?[\d.]+|true|false|null)\s*,/g;

/** A document that is one to eight steps away from one of the pool; bytes, since not all of them need be text. */
export function mutate(pool: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = pick(pool, random);
  const steps = 1 + below(8, random);
  for (let step = 0; step < steps; step += 1) bytes = mutateOnce(bytes, pool, random);
  return bytes.subarray(0, LONGEST);
}

function mutateOnce(bytes: Uint8Array, pool: readonly Uint8Array[], random: Random): Uint8Array {
  const at = below(bytes.length + 1, random);
  const to = Math.min(bytes.length, at + below(64, random));
  const piece = (): Uint8Array => new TextEncoder().encode(pick(PIECES, random));
  switch (below(11, random)) {
    case 0: {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = below(256, random);
      return copy;
    }
    case 1:
      return joined(bytes.subarray(0, at), piece(), bytes.subarray(at));
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(to));
    case 3:
      return joined(bytes.subarray(0, to), bytes.subarray(at));
    case 4:
      return joined(bytes.subarray(0, at), pick(pool, random).subarray(below(40, random)));
    case 5:
      return bytes.subarray(0, at);
    case 6:
      return joined(bytes.subarray(0, at), piece(), bytes.subarray(to));
    case 7:
      return replaced(bytes, MEMBER, at, () => '');
    default:
      return replaced(bytes, VALUE, at, () => pick(ODD_VALUES, random));
  }
}

/** The first match at or after the place gives way; a document without one stays as it is. */
function replaced(bytes: Uint8Array, what: RegExp, at: number, by: () => string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const pattern = new RegExp(what);
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return bytes;
  const end = match.index + match[0].length;
  return joined(bytes.subarray(0, match.index), new TextEncoder().encode(by()), bytes.subarray(end));
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
