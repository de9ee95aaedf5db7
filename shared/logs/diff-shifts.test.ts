import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { diffWindows } from './diff-windows.ts';
import { learnHeader } from './learn-header.ts';
import { createMiner, type MinerSnapshot } from './log-miner.ts';

function snapshotOf(lines: readonly string[]): MinerSnapshot {
  const miner = createMiner({ header: learnHeader(lines) });
  for (const line of lines) miner.add(line);
  return miner.snapshot();
}

/** Lines of one message, `failed` in a hundred of which end as `bad` and the others as `good`. */
function sharesOf(
  count: number,
  failed: number,
  line: (n: number, isBad: boolean) => string,
): readonly string[] {
  return Array.from({ length: count }, (_, n) => line(n, (n * 37) % 100 < failed));
}

const access = (n: number, isBad: boolean): string =>
  `10.0.0.${n % 250} - - [20/Nov/2026:08:00:${10 + (n % 50)} +0000] "GET /orders/${n} HTTP/1.1" ${isBad ? 502 : 200} ${n} "-" "curl/8.5.0"`;
const levelled = (n: number, isBad: boolean): string =>
  `2026-11-20 08:00:${10 + (n % 50)} ${isBad ? 'ERROR' : 'INFO'} app: job ${n} ended`;
const json = (n: number, isBad: boolean): string =>
  JSON.stringify({ level: 30, msg: 'request completed', res: { statusCode: isBad ? 500 : 200 }, ms: n });

describe('diffWindows, within a pattern', () => {
  it.each([
    ['classes of status in access logs', access, 'status', '5xx'],
    ['levels of the same message', levelled, 'level', 'error'],
    ['classes of status in JSON', json, 'status', '5xx'],
  ] as const)('finds a shift of %s, and keeps the pattern', (_, line, property, value) => {
    const diff = diffWindows(snapshotOf(sharesOf(600, 1, line)), snapshotOf(sharesOf(600, 30, line)));

    expect(diff.tested).toBe(1);
    expect(diff.changes).toMatchObject([
      {
        kind: 'shift',
        significant: true,
        baselineCount: 600,
        candidateCount: 600,
        shift: { property, value, baseline: { count: 6, of: 600 }, candidate: { count: 180, of: 600 } },
      },
    ]);
    expect(diff.changes[0]!.rateRatio).toBeCloseTo(30);
    expect(diff.changes[0]!.interval[0]).toBeGreaterThan(1);
  });

  it('finds a share of errors that fell, and none that stayed or that only one window tells', () => {
    const before = snapshotOf(sharesOf(600, 30, levelled));

    expect(diffWindows(before, snapshotOf(sharesOf(600, 1, levelled))).changes).toMatchObject([
      { kind: 'shift', shift: { value: 'error' } },
    ]);
    expect(diffWindows(before, snapshotOf(sharesOf(600, 30, levelled))).changes).toEqual([]);
    const untold = snapshotOf(sharesOf(600, 30, (n) => `job ${n} ended`));
    expect(diffWindows(untold, before)).toMatchObject({ testedShares: 0, changes: [] });
  });

  it('counts the same whether a window was mined in one or in parts', () => {
    const lines = [...sharesOf(500, 10, levelled), ...sharesOf(500, 40, levelled)];
    const header = learnHeader(lines);
    const parts = [0, 1, 2].map((part) => {
      const miner = createMiner({ header });
      for (const line of lines.slice(part * 400, (part + 1) * 400)) miner.add(line);
      return miner.snapshot();
    });
    const joined = createMiner({ header });
    for (const part of parts) joined.merge(part);
    const whole = createMiner({ header });
    for (const line of lines) whole.add(line);

    expect(joined.result().patterns).toEqual(whole.result().patterns);
  });

  it('reads windows that were kept before levels were counted', () => {
    const old = structuredClone(snapshotOf(sharesOf(600, 30, levelled)));
    for (const shape of old.store.shapes) shape.tally.length = 0;

    expect(diffWindows(old, snapshotOf(sharesOf(600, 1, levelled))).changes).toEqual([]);
  });

  it('raises few false alarms of shares, whether failures come singly or in clumps of three', () => {
    const random = createRandom(11);
    const pairs = 20;
    const window = (clump: number): MinerSnapshot => {
      const lines: string[] = [];
      ['', 'store - ', '(queue) ', 'pay; '].forEach((mark, kind) => {
        for (let words = 1; words <= 6; words++) {
          const share = [0.01, 0.1, 0.5][words % 3]!;
          const size = 12 * 1.6 ** (words + (kind % 2));
          const count = Math.max(1, Math.round((size + Math.sqrt(size) * random.normal()) / clump));
          for (let at = 0; at < count; at++) {
            const status = random.uniform() < share ? 503 : 200;
            const filler = 'the of in by on at'.split(' ').slice(0, words).join(' ');
            for (let n = 0; n < clump; n++) lines.push(`${mark}${filler} took ${at} ms status=${status}`);
          }
        }
      });
      return snapshotOf(lines);
    };
    const alarms = (clump: number): number =>
      Array.from({ length: pairs }, () => diffWindows(window(clump), window(clump))).filter(({ changes }) =>
        changes.some(({ kind }) => kind === 'shift'),
      ).length;

    expect(diffWindows(window(1), window(1))).toMatchObject({
      tested: 24,
      testedShares: expect.any(Number) as number,
    });
    expect(alarms(1)).toBeLessThanOrEqual(1);
    expect(alarms(3)).toBeLessThanOrEqual(2);
    // Eighty windows are mined.
  }, 60_000);
});
