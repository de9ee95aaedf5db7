import { describe, expect, it } from 'vitest';
import { whatToTell } from './what-to-tell.ts';

describe('whatToTell', () => {
  it.each([
    [null, 'fail', 'news'],
    [null, 'warn', 'nothing'],
    [null, 'pass', 'nothing'],
    [null, 'undecided', 'nothing'],
    ['fail', 'fail', 'refresh'],
    ['fail', 'pass', 'news'],
    ['fail', 'warn', 'refresh'],
    ['fail', 'undecided', 'refresh'],
    ['fail', 'no-data', 'refresh'],
    ['pass', 'pass', 'refresh'],
    ['pass', 'fail', 'news'],
    ['undecided', 'pass', 'news'],
  ] as const)('after %s, %s is %s', (told, verdict, telling) => {
    expect(whatToTell({ onVerdict: ['fail'] }, told, verdict)).toBe(telling);
  });

  it('tells of warnings where the rule names them, and of a failure after one', () => {
    const rule = { onVerdict: ['warn', 'fail'] as ('warn' | 'fail')[] };

    expect(whatToTell(rule, null, 'warn')).toBe('news');
    expect(whatToTell(rule, 'warn', 'fail')).toBe('news');
    expect(whatToTell(rule, 'warn', 'warn')).toBe('refresh');
  });
});
