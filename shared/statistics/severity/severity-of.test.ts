import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severityOf } from './severity-of.ts';

describe('severityOf', () => {
  it.each([
    [
      'half as slow again for one request in a hundred',
      { requestShare: 0.01, relativeChange: 0.5, budgetUse: null },
      'Low',
    ],
    [
      'half as slow again for half of all',
      { requestShare: 0.5, relativeChange: 0.5, budgetUse: null },
      'Medium',
    ],
    ['twice as slow for everybody', { requestShare: 1, relativeChange: 1, budgetUse: null }, 'High'],
    [
      'twice as slow for everybody and far over budget',
      { requestShare: 1, relativeChange: 1, budgetUse: 1.8 },
      'Critical',
    ],
    ['a little slower, over budget', { requestShare: 0.02, relativeChange: 0.05, budgetUse: 1.01 }, 'Medium'],
    [
      'one request in twenty failing',
      { requestShare: 1, relativeChange: 0, budgetUse: null, errorRise: 0.05 },
      'Critical',
    ],
    [
      'nothing worse, though over budget before',
      { requestShare: 1, relativeChange: -0.2, budgetUse: 1.5 },
      'Low',
    ],
    ['unknown share', { requestShare: null, relativeChange: 1, budgetUse: null }, 'High'],
  ])('calls %s what users feel', (_name, impact, severity) => {
    expect(severityOf(impact).severity).toBe(severity);
  });

  it('never falls when any part of the impact grows', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const size = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(share, share, size, size, size, size, (s1, s2, c1, c2, b1, b2) => {
        const low = severityOf({
          requestShare: Math.min(s1, s2),
          relativeChange: Math.min(c1, c2),
          budgetUse: Math.min(b1, b2),
        });
        const high = severityOf({
          requestShare: Math.max(s1, s2),
          relativeChange: Math.max(c1, c2),
          budgetUse: Math.max(b1, b2),
        });
        expect(high.score).toBeGreaterThanOrEqual(low.score - 1e-9);
      }),
    );
  });

  it('gives its reason in figures', () => {
    expect(
      severityOf({ requestShare: 0.25, relativeChange: 0.4, budgetUse: 1.2, errorRise: 0.01 }).reason,
    ).toBe('25 % of requests hit, 40 % worse, errors up by 1 % of requests, over budget (120 % of it).');
  });

  it('refuses an impact that cannot be', () => {
    expect(() => severityOf({ requestShare: 2, relativeChange: 0, budgetUse: null })).toThrow(/share 2/);
    expect(() => severityOf({ requestShare: 1, relativeChange: Number.NaN, budgetUse: null })).toThrow(
      /change NaN/,
    );
  });
});
