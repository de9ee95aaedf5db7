import { describe, expect, it } from 'vitest';
import { withoutOrders } from './bare-line.ts';
import { mineLines } from './mine-lines.ts';

const ESC = '\u001b';
function times<Made>(count: number, make: (at: number) => Made): readonly Made[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
const clock = (at: number): string => `2026-11-20T08:00:${String(at % 60).padStart(2, '0')}.123456789Z`;

describe('a line with orders to a terminal', () => {
  it.each([
    [`${ESC}[32mINFO${ESC}[39m started`, 'INFO started'],
    [`${ESC}[1;38;5;208mWARN${ESC}[0m x`, 'WARN x'],
    [`${ESC}]0;title\u0007ready`, 'ready'],
    [`${ESC}(Bready`, 'ready'],
    ['array[0m]', 'array[0m]'],
  ])('%j is read as %j', (line, expected) => {
    expect(withoutOrders(line)).toBe(expected);
  });

  it('takes time proportional to its length', () => {
    expect(withoutOrders(`${ESC}]`.repeat(50_000) + `${ESC}[`.repeat(50_000)).length).toBeLessThan(200_000);
  });

  it('is a record of its own, with its level', () => {
    const coloured = times(
      40,
      (at) =>
        `${ESC}[2m${clock(at)}${ESC}[0m ${at % 4 === 0 ? `${ESC}[31mERROR` : `${ESC}[32m INFO`}${ESC}[0m 7 --- ${at % 4 === 0 ? `cannot store item ${at}` : `loaded item ${at}`}`,
    );

    const mined = mineLines(coloured);
    const plain = mineLines(coloured.map((line) => withoutOrders(line)));

    expect(mined.records).toBe(40);
    expect(mined.patterns.map(({ id, severity }) => [id, severity])).toEqual(
      plain.patterns.map(({ id, severity }) => [id, severity]),
    );
    expect(mined.patterns.map(({ severity }) => severity).toSorted()).toEqual(['error', 'info']);
  });
});
