import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { allTargets } from './fuzz/all-targets.ts';
import { startCoverage } from './fuzz/coverage.ts';
import { fuzz } from './fuzz/fuzz.ts';

const SEED = 20_261_121;
const FOR_MS = 100;

const targets = await allTargets();

describe('what strangers write', () => {
  it.each(targets)('is read or refused, and neither fells nor holds up: $name', async (target) => {
    const { documents, faults } = await fuzz(target, { forMs: FOR_MS, seed: SEED });

    expect(faults.map(({ what }) => what)).toEqual([]);
    expect(documents).toBeGreaterThanOrEqual(target.seeds.length);
  });

  it('is not one target less than there are parsers, webhooks, doors and systems that answer', () => {
    expect(targets.length).toBeGreaterThanOrEqual(110);
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });
});

describe('the fuzzer', () => {
  it('tells a parser that refuses from one that falls or hangs', async () => {
    const refusing = { name: 'refuses', seeds: ['abc'], read: () => refuse() };
    const falling = { name: 'falls', seeds: ['abc'], read: (bytes: Uint8Array) => fallOn(bytes) };
    const late = { name: 'falls later', seeds: ['abc'], read: async (bytes: Uint8Array) => fallOn(bytes) };

    const results = [];
    for (const target of [refusing, falling, late])
      results.push(await fuzz(target, { forMs: 300, seed: SEED }));

    expect(results[0]?.faults).toEqual([]);
    expect(results[1]?.faults[0]?.what).toContain('TypeError');
    expect(results[2]?.faults[0]?.what).toContain('TypeError');
  });

  it('is led by coverage to a fault behind conditions that it does not find blindly', async () => {
    const target = { name: 'password', seeds: ['aaaaaa'], read: (bytes: Uint8Array) => openWith(bytes) };

    const coverage = await startCoverage();
    const led = await fuzz(target, { forMs: 20_000, seed: SEED, coverage });
    await coverage.stop();
    const blind = await fuzz(target, { forMs: 1_500, seed: SEED });

    expect(blind.faults).toEqual([]);
    expect(led.faults[0]?.what).toContain('opened');
  });
});

/** Opens for five bytes of certain kinds, one behind the other: each is likely by itself, all at once are not. */
function openWith(bytes: Uint8Array): void {
  const kind = (at: number): number => (bytes[at] ?? 0) & 0xf0;
  if (kind(0) !== 0xc0) return;
  if (kind(1) !== 0x10) return;
  if (kind(2) !== 0xe0) return;
  if (kind(3) !== 0x90) return;
  if (kind(4) === 0xb0) throw new TypeError('opened');
}

function refuse(): never {
  throw new PermanentError('INPUT_INVALID', 'It is refused.');
}

function fallOn(bytes: Uint8Array): void {
  if (bytes.includes(0)) throw new TypeError('a zero');
}
