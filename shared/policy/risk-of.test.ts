import { describe, expect, it } from 'vitest';
import { Masked } from '../contracts/masked.ts';
import { riskOf } from './risk-of.ts';

describe('riskOf', () => {
  it.each([
    ['src/orders/list.ts', 'low'],
    ['db/migrations/004.sql', 'medium'],
    ['package-lock.json', 'medium'],
    ['deploy/Dockerfile', 'medium'],
    ['src/connection-pool.ts', 'medium'],
    ['src/RowLock.java', 'medium'],
    ['src/clock.ts', 'low'],
    ['src/block-list.ts', 'low'],
  ])('calls a small change of %s %s', (path, level) => {
    expect(riskOf([file(path, 3)]).level).toBe(level);
  });

  it('calls two reasons high, and names both', () => {
    const risk = riskOf([file('package.json', 1), file('src/cache.ts', 1)]);

    expect(risk).toEqual({
      level: 'high',
      reasons: ['dependencies: 1 file', 'caching or concurrency: 1 file'],
    });
  });

  it('counts lines over all files, from 500 on', () => {
    expect(riskOf([file('a.ts', 250), file('b.ts', 249)]).reasons).toEqual([]);
    expect(riskOf([file('a.ts', 250), file('b.ts', 250)]).reasons).toEqual(['large change: 500 lines']);
  });

  it('finds no risk in an empty diff', () => {
    expect(riskOf([])).toEqual({ level: 'low', reasons: [] });
  });
});

function file(path: string, additions: number): Parameters<typeof riskOf>[0][number] {
  return { path: Masked.parse(path), additions, deletions: 0, status: 'modified' };
}
