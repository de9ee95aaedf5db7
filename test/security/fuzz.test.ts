import { describe, expect, it } from 'vitest';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { TARGETS } from './fuzz/targets.ts';

const SEED = 20_261_121;
const FOR_MS = 1_500;

describe('parsers of what strangers write', () => {
  it.each(TARGETS)('read or refuse, and neither fall nor hang: $name', (target) => {
    const { documents, faults } = fuzz(target, FOR_MS, SEED);

    expect(faults).toEqual([]);
    expect(documents).toBeGreaterThan(5);
  });

  it('are told from a parser that falls or hangs', () => {
    const refusing = { name: 'refuses', seeds: ['abc'], read: () => refuse() };
    const falling = { name: 'falls', seeds: ['abc'], read: (bytes: Uint8Array) => fallOn(bytes) };

    expect(fuzz(refusing, 50, SEED).faults).toEqual([]);
    expect(fuzz(falling, 2_000, SEED).faults[0]?.what).toContain('TypeError');
  });
});

function refuse(): never {
  throw new PermanentError('INPUT_INVALID', 'It is refused.');
}

function fallOn(bytes: Uint8Array): void {
  if (bytes.includes(0)) throw new TypeError('a zero');
}
