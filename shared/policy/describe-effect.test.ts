import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import type { Finding } from '../contracts/finding.ts';
import { changeWords } from '../reporting/finding-words.ts';
import { describeEffect } from './describe-effect.ts';

const side = { mean: 12_345.6, values: [12_345.6] };

describe('describeEffect', () => {
  it.each([
    [
      'a change of more than a thousand per cent',
      { effect: 8.5413, interval: { low: 5.731, high: 12.146 } },
      'rose by 854 % (95 % interval 573 % to 1,215 %)',
    ],
    [
      'a fall, its larger end last',
      { effect: -0.25, interval: { low: -0.3, high: -0.2 } },
      'fell by 25 % (95 % interval 20 % to 30 %)',
    ],
    [
      'a share',
      { scale: 'proportion', effect: 0.0123, interval: { low: 0.01, high: 0.0146 } },
      'rose by 1.23 percentage points (95 % interval 1 percentage points to 1.46 percentage points)',
    ],
    [
      'a difference of bytes',
      { scale: 'additive', unit: 'bytes', effect: 1_572_864, interval: null },
      'rose by 1.5 MiB',
    ],
    [
      'a figure that was 0',
      { effect: 3, baseline: { ...side, mean: 0 }, candidate: side },
      'rose from 0 ms to 12.3 s',
    ],
    ['nothing to compare with', { effect: null, interval: null }, 'has no effect estimate'],
  ] satisfies [string, Partial<Finding>, string][])('describes %s', (_name, finding, text) => {
    expect(describeEffect(findingOf({ unit: 'ms', ...finding }))).toBe(text);
  });

  it('writes the digits that the tables write', () => {
    const finding = findingOf({ effect: 8.5413, interval: { low: 5.731, high: 12.146 } });

    expect(changeWords(finding)).toBe('+854 % (+573 to +1,215 %)');
    expect(describeEffect(finding)).toContain('854 % (95 % interval 573 % to 1,215 %)');
  });
});
