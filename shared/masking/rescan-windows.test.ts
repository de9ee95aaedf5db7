import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Window, windowsAround } from './rescan-windows.ts';

const REACH = 160;
const LONGEST_WORD = 128;
const LONGEST_BLANKS = 64;
const isBlank = (sign: string) => sign !== '' && ' \n\r\t'.includes(sign);
const isWordPart = (sign: string) => /[\w.+@%<>\u0080-\uffff-]/.test(sign);

/** The line round an index, one sign after the other: as far as the reach, and then to the end of a word. */
function walk(text: string, index: number, step: -1 | 1): number {
  const signAt = (at: number) => text.charAt(step < 0 ? at - 1 : at);
  let at = index;
  for (let walked = 0; walked < REACH + LONGEST_WORD; walked++) {
    const sign = signAt(at);
    if (sign === '' || sign === '\n' || (walked >= REACH && !isWordPart(sign))) break;
    at += step;
  }
  return at;
}

function lineGoesOn(text: string, end: number): boolean {
  const last = /[^ \n\r\t](?=[ \n\r\t]*$)/.exec(text.slice(Math.max(0, end - LONGEST_BLANKS), end))?.[0];
  return last !== undefined && ':=>\'"`\\,|('.includes(last);
}

function startOf(text: string, index: number): number {
  const start = walk(text, index, -1);
  if (text[start - 1] !== '\n' || !lineGoesOn(text, start)) return start;
  let last = start - 1;
  while (isBlank(text.charAt(last))) last--;
  return walk(text, last, -1);
}

function endOf(text: string, index: number): number {
  const end = walk(text, index, 1);
  if (text[end] !== '\n' || !lineGoesOn(text, end)) return end;
  let next = end;
  while (next - end < LONGEST_BLANKS && isBlank(text.charAt(next))) next++;
  return walk(text, next, 1);
}

/** Each place's own window, and those that touch put together. */
function windowsByWalking(text: string, places: readonly Window[]): readonly Window[] {
  const windows: { start: number; end: number }[] = [];
  for (const place of places) {
    const start = startOf(text, place.start);
    const end = endOf(text, place.end);
    const last = windows.at(-1);
    if (last !== undefined && (start <= last.end + 1 || place.start <= last.end)) last.end = end;
    else windows.push({ start, end });
  }
  return windows;
}

const kept = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      ' ',
      '\n',
      '\t',
      ':',
      '>',
      ',',
      '.',
      '-',
      'a',
      'é',
      'word ',
      'a: ',
      '\r\n',
      ' port 22\n',
    ),
    maxLength: 30,
  }),
  fc.string({ unit: fc.constantFrom('x', 'y', ' '), minLength: 120, maxLength: 330 }),
  fc.constantFrom(
    'x'.repeat(159),
    'x'.repeat(160),
    'x'.repeat(161),
    ' '.repeat(70),
    'x'.repeat(287),
    'y'.repeat(290),
  ),
);

describe('windowsAround', () => {
  it('gives the lines round the values, as walking from each of them finds them', () => {
    fc.assert(
      fc.property(fc.array(kept, { minLength: 1, maxLength: 12 }), (parts) => {
        const value = '<ip-0123ab.4567cd>';
        const text = parts.join(value);
        const places: Window[] = [];
        for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
          places.push({ start: at, end: at + value.length });

        expect(windowsAround(text, places)).toEqual(windowsByWalking(text, places));
      }),
      { numRuns: 1000 },
    );
  });
});
