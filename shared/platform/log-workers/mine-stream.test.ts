import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mineLines } from '../../logs/mine-lines.ts';
import { mineStream, type StreamOptions } from './mine-stream.ts';

async function* chunksOf(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  const borders = [0, ...cuts.toSorted((a, b) => a - b).filter((cut) => cut < text.length), text.length];
  for (let at = 1; at < borders.length; at++) yield text.slice(borders[at - 1], borders[at]);
}

async function patternsOf(text: string, cuts: readonly number[], options: StreamOptions = {}) {
  return (await mineStream(chunksOf(text, cuts), options)).result().patterns;
}

const LINES = ['a 1', 'line 2 of cart 😀 é', 'java.io.IOException: x', '\tat a.B.c(B.java:1)', '', 'end\r'];
const TEXT = LINES.join('\n');

describe('mineStream', () => {
  it('reads the same wherever the chunks are cut', async () => {
    const whole = mineLines(LINES).patterns;

    for (let cut = 0; cut <= TEXT.length; cut++) {
      expect(await patternsOf(TEXT, [cut])).toEqual(whole);
      expect(await patternsOf(TEXT, [cut], { header: null })).toEqual(whole);
    }
  });

  it('reads the same for any text and any cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(fc.nat(200), { maxLength: 5 }),
        async (text, cuts) => {
          expect(await patternsOf(text, cuts)).toEqual(await patternsOf(text, []));
        },
      ),
    );
  });

  it('mines the beginning of a line without end and the lines after it', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield 'first\nlong ';
      for (let chunk = 0; chunk < 40; chunk++) yield 'x'.repeat(1_000_000);
      yield ' tail\nlast';
    }

    const miner = await mineStream(endless(), { header: null });

    expect(miner.result()).toMatchObject({ lines: 3, records: 3 });
    expect(
      miner
        .result()
        .patterns.map(({ template }) => template.slice(0, 5))
        .sort(),
    ).toEqual(['first', 'last', 'long ']);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));

    await expect(mineStream(chunksOf('a\nb', [2]), { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('mines an empty stream', async () => {
    expect(await patternsOf('', [])).toEqual([]);
  });
});
