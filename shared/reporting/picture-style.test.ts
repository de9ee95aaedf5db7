import { describe, expect, it } from 'vitest';
import { finding } from '../../test/support/report-input.ts';
import { classOfFinding } from './picture-style.ts';

describe('classOfFinding', () => {
  it('keeps the colour of a regression for what the change did, not for what the branch had before', () => {
    const own = finding();
    const change = {
      kind: 'step' as const,
      commit: 'c'.repeat(40),
      at: '2026-05-04T09:00:00.000Z',
      relativeShift: 0.4,
      before: 100,
      after: 140,
      pValue: 0.001,
    };
    const earlier = finding({ before: { change, effect: 0.01, reason: own.reason } });

    expect([classOfFinding(own), classOfFinding(earlier)]).toEqual(['bad', 'open']);
  });
});
