import { describe, expect, it } from 'vitest';
import { randomKey } from './random-key.ts';

describe('randomKey', () => {
  it.each([
    ['the system’s generator', undefined],
    ['node:crypto, where there is none', '/nowhere/random'],
    ['node:crypto, where a file or folder stands in its place', import.meta.filename],
    ['node:crypto, where the device gives nothing', '/dev/null'],
  ])('gives 256 bits that are new each time by %s', (_, device) => {
    const keys = Array.from({ length: 20 }, () => randomKey(device));

    expect(new Set(keys).size).toBe(20);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});
