import { describe, expect, it } from 'vitest';
import { type AdaptiveGate, judgeGate } from './adaptive-gate.ts';

const coverage: AdaptiveGate = { direction: 'higher-is-better', allowed: { absolute: 0.5 } };
const vulnerabilities: AdaptiveGate = { direction: 'lower-is-better', allowed: { absolute: 0 } };

describe('judgeGate', () => {
  it.each([
    [81, [80, 81, 82], coverage, 'pass'],
    [80.5, [80, 81, 82], coverage, 'pass'],
    [80.4, [80, 81, 82], coverage, 'fail'],
    [3, [3, 3, 3], vulnerabilities, 'pass'],
    [4, [3, 3, 3], vulnerabilities, 'fail'],
    [110, [100, 100], { direction: 'lower-is-better', allowed: { relative: 0.1 } } as const, 'pass'],
    [111, [100, 100], { direction: 'lower-is-better', allowed: { relative: 0.1 } } as const, 'fail'],
    [79.9, [60, 60], { ...coverage, limit: 80 }, 'fail'],
    [0, [0, 0, 0], vulnerabilities, 'pass'],
  ] as const)('judges %d after %j', (newest, earlier, gate, result) => {
    expect(judgeGate(newest, earlier, gate).result).toBe(result);
  });

  it('looks at the last N only and is not moved by one odd run', () => {
    const earlier = [10, 10, 10, 80, 80, 12, 80, 80];

    expect(judgeGate(79.8, earlier, { ...coverage, window: 5 })).toMatchObject({
      result: 'pass',
      baseline: 80,
      threshold: 79.5,
    });
  });

  it('skips runs without a value', () => {
    expect(judgeGate(80, [null, 80, null], coverage)).toMatchObject({ result: 'pass', baseline: 80 });
  });

  it('has no baseline yet at first, and still holds the limit', () => {
    expect(judgeGate(50, [], coverage)).toMatchObject({ result: 'no-baseline-yet', threshold: null });
    expect(judgeGate(50, [null], { ...coverage, limit: 80 }).result).toBe('fail');
  });

  it('allows for noise when told to', () => {
    const noisy = [100, 110, 95, 104, 98, 107];
    const gate: AdaptiveGate = { direction: 'lower-is-better', allowed: { relative: 0.05 } };

    expect(judgeGate(115, noisy, gate).result).toBe('fail');
    expect(judgeGate(115, noisy, { ...gate, noiseFactor: 3 }).result).toBe('pass');
  });

  it('does not fail by a rounding error', () => {
    expect(judgeGate(0.3, [0.1 + 0.2], vulnerabilities).result).toBe('pass');
    expect(judgeGate(0.1 + 0.2, [0.3], vulnerabilities).result).toBe('pass');
  });

  it('refuses NaN and an empty window', () => {
    expect(() => judgeGate(Number.NaN, [], coverage)).toThrow(/given NaN/);
    expect(() => judgeGate(1, [], { ...coverage, window: 0 })).toThrow(/window is 0/);
  });
});
