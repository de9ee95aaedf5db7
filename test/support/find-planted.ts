import type { PlantedValue } from './planted-values.ts';

export interface Leak {
  readonly where: string;
  readonly kind: string;
  readonly input: string;
  readonly encoding: string;
  readonly around: string;
}

interface Needle {
  readonly text: string;
  readonly encoding: string;
  readonly planted: PlantedValue;
}

/** Enough for a place in the index of needles; a needle that is shorter would not be worth looking for. */
const KEY = 6;

/** Bits of a hash of the first four characters: most places of a text are ruled out by one look into a table of that many bytes. */
const HASH_BITS = 20;

/**
 * Looks for planted values in whatever the product wrote: raw, URL-encoded, escaped for JSON, HTML or Markdown, and in
 * Base64 and hex at any alignment. One pass over each text, whatever the number of values.
 */
export function createLeakFinder(planted: readonly PlantedValue[]): {
  look(where: string, content: string | Uint8Array): void;
  readonly leaks: readonly Leak[];
  readonly characters: () => number;
} {
  const needles = new Map<string, Needle[]>();
  const mayBegin = new Uint8Array(1 << HASH_BITS);
  for (const one of planted) {
    for (const { text, encoding } of encodingsOf(one.value)) {
      if (text.length < KEY) throw new RangeError(`"${text}" is too short to be looked for.`);
      const key = text.slice(0, KEY);
      const needle = { text, encoding, planted: one };
      const others = needles.get(key);
      if (others === undefined) needles.set(key, [needle]);
      else others.push(needle);
      mayBegin[hashAt(text, 0)] = 1;
    }
  }
  const leaks: Leak[] = [];
  const seen = new Set<string>();
  let characters = 0;

  function scan(where: string, text: string): void {
    characters += text.length;
    for (let at = 0; at + KEY <= text.length; at += 1) {
      if (mayBegin[hashAt(text, at)] === 0) continue;
      for (const needle of needles.get(text.slice(at, at + KEY)) ?? []) {
        if (text.startsWith(needle.text, at)) note(where, needle, text.slice(Math.max(0, at - 60), at));
      }
    }
  }

  function note(where: string, { planted: { kind, input }, encoding }: Needle, before: string): void {
    const name = `${where} ${kind} ${input}`;
    if (seen.has(name)) return;
    seen.add(name);
    leaks.push({ where, kind, input, encoding, around: before });
  }

  return {
    leaks,
    characters: () => characters,
    look(where, content) {
      // Latin 1 keeps every byte; all that is planted is ASCII.
      const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
      scan(where, text);
      // Markdown for forges parts names by zero-width spaces.
      const joined = text.replace(/\u200b|\u00e2\u0080\u008b/g, '');
      if (joined !== text) scan(where, joined);
      if (text.includes('\\')) scan(where, text.replace(/\\(.)/g, '$1'));
      if (text.includes('&'))
        scan(
          where,
          text.replace(/&(#\d+|#x[0-9a-f]+|\w+);/gi, (all, name: string) => entity(name) ?? all),
        );
    },
  };
}

/** Of the four characters from there on. */
function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8);
  const next = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 8);
  return Math.imul(first | (next << 16), 0x9e37_79b1) >>> (32 - HASH_BITS);
}

function encodingsOf(value: string): { readonly text: string; readonly encoding: string }[] {
  const all = [
    { text: value, encoding: 'raw' },
    { text: encodeURIComponent(value), encoding: 'URL' },
    { text: new URLSearchParams({ a: value }).toString().slice(2), encoding: 'form' },
    { text: JSON.stringify(value).slice(1, -1), encoding: 'JSON' },
    { text: Buffer.from(value).toString('hex'), encoding: 'hex' },
    ...base64(value).map((text) => ({ text, encoding: 'Base64' })),
  ];
  return all.filter(
    ({ text }, at) => all.findIndex((other) => other.text === text) === at && text.length >= KEY,
  );
}

/** What stands in the Base64 of any text that holds the value, for each of the three places that it may begin at. */
function base64(value: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(value)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    const inner = whole.slice(before === 0 ? 0 : 4);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function entity(name: string): string | null {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  if (!name.startsWith('#')) return named[name] ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
