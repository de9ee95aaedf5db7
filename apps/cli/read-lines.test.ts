import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

describe('readLines', () => {
  it('ends lines at line feeds and nothing else', async () => {
    expect(await linesOf(Buffer.from('a\u2028b\u2029c\rd\u0085e\r\n\nlast'))).toEqual([
      'a\u2028b\u2029c\rd\u0085e',
      '',
      'last',
    ]);
  });

  it('drops a byte order mark at the start and keeps one within', async () => {
    expect(await linesOf(Buffer.from('\uFEFFa\n\uFEFFb\n'))).toEqual(['a', '\uFEFFb']);
  });

  it('reads nothing from nothing', async () => {
    expect(await linesOf(Buffer.alloc(0))).toEqual([]);
  });

  it('reads the same wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' })).map((lines) => Buffer.from(lines.join('\r\n'))),
        fc.array(fc.nat(200), { maxLength: 6 }),
        async (bytes, cuts) => {
          expect(await linesOf(...cutAt(bytes, cuts))).toEqual(await linesOf(bytes));
        },
      ),
    );
  });
});

function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const borders = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length].toSorted((a, b) => a - b);
  return borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
}

async function linesOf(...chunks: readonly Buffer[]): Promise<readonly string[]> {
  async function* input(): AsyncGenerator<Buffer> {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const batch of readLines(input())) lines.push(...batch);
  return lines;
}
