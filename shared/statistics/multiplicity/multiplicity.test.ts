import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustFamily, familyPValue } from './false-discovery.ts';
import { type DiscoveredChange, groupDuplicates } from './group-duplicates.ts';
import { discoverHierarchically } from './hierarchical-discovery.ts';

const pValue = fc.double({ min: 0, max: 1, noNaN: true });

describe('adjustFamily', () => {
  // Benjamini and Hochberg (1995), section 4: fifteen p values, of which the four smallest are discoveries at .05.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];

  it('makes the four discoveries of the published example', () => {
    const { discovered } = adjustFamily(published);

    expect(discovered.filter(Boolean)).toHaveLength(4);
    expect(discovered.slice(0, 4)).toEqual([true, true, true, true]);
  });

  it('agrees with scipy', () => {
    // scipy 1.17.1: false_discovery_control([0.01, 0.04, 0.03, 0.005], method='bh') and 'by'
    const p = [0.01, 0.04, 0.03, 0.005];

    const by = adjustFamily(p, 0.05, 'any').adjusted;

    expect(adjustFamily(p).adjusted.map((value) => Number(value.toFixed(10)))).toEqual([
      0.02, 0.04, 0.04, 0.02,
    ]);
    [0.0416666667, 0.0833333333, 0.0833333333, 0.0416666667].forEach((value, index) => {
      expect(by[index]).toBeCloseTo(value, 9);
    });
  });

  it('does not depend on the order and never lowers a p value', () => {
    fc.assert(
      fc.property(fc.array(pValue, { maxLength: 40 }), (p) => {
        const { adjusted } = adjustFamily(p);
        expect(adjustFamily(p.toReversed()).adjusted).toEqual(adjusted.toReversed());
        adjusted.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual(p[index]! * (1 - 1e-12));
        });
      }),
    );
  });

  it('takes an empty family for a family without discoveries', () => {
    expect(adjustFamily([])).toEqual({ adjusted: [], discovered: [] });
    expect(familyPValue([])).toBe(1);
  });

  it('refuses what is no p value', () => {
    expect(() => adjustFamily([0.5, Number.NaN])).toThrow(/p value 1 is NaN/);
    expect(() => adjustFamily([1.5])).toThrow(/p value 0 is 1.5/);
  });
});

describe('discoverHierarchically', () => {
  const at = (service: string, metric: string, percentile: string, p: number) => ({
    path: [service, metric, percentile],
    pValue: p,
  });

  it('finds the changed percentiles and leaves quiet services alone', () => {
    const discovered = discoverHierarchically([
      at('cart', 'latency', 'p50', 0.4),
      at('cart', 'latency', 'p95', 0.00001),
      at('cart', 'latency', 'p99', 0.00002),
      at('cart', 'errors', 'rate', 0.7),
      at('search', 'latency', 'p95', 0.03),
      at('search', 'latency', 'p99', 0.6),
    ]);

    expect(discovered).toEqual([false, true, true, false, false, false]);
  });

  it('equals Benjamini-Hochberg when every family has one member', () => {
    fc.assert(
      fc.property(fc.array(pValue, { maxLength: 30 }), (p) => {
        const flat = p.map((value, index) => ({ path: [`service ${index}`], pValue: value }));
        expect(discoverHierarchically(flat)).toEqual(adjustFamily(p).discovered);
      }),
    );
  });

  it('keeps two hypotheses of one name apart', () => {
    expect(discoverHierarchically([at('a', 'b', 'c', 0.0001), at('a', 'b', 'c', 0.9)])).toEqual([
      true,
      false,
    ]);
  });
});

describe('groupDuplicates', () => {
  const change = (
    id: string,
    service: string,
    metric: string,
    when: number,
    p: number,
    series?: number[],
  ): DiscoveredChange => ({
    id,
    service,
    metric,
    at: when,
    pValue: p,
    ...(series === undefined ? {} : { series }),
  });

  it('groups the percentiles of one metric under the surest one', () => {
    const groups = groupDuplicates([
      change('p50', 'cart', 'latency', 100, 0.001),
      change('p99', 'cart', 'latency', 101, 0.00001),
      change('other', 'search', 'latency', 100, 0.002),
    ]);

    expect(groups).toEqual([
      { representative: 'p99', members: ['p99', 'p50'] },
      { representative: 'other', members: ['other'] },
    ]);
  });

  it('groups services whose series move together, and only those', () => {
    const step = Array.from({ length: 20 }, (_, index) => (index < 10 ? index * 0.01 : 5 + index * 0.01));
    const mirrored = step.map((value) => -2 * value);
    const noise = Array.from(
      { length: 20 },
      (_, index) => Math.sin(index * 12.9898) * 43758 - Math.floor(Math.sin(index * 12.9898) * 43758),
    );

    const groups = groupDuplicates([
      change('a', 'cart', 'latency', 10, 0.001, step),
      change('b', 'database', 'cpu', 11, 0.002, mirrored),
      change('c', 'search', 'latency', 10, 0.003, noise),
    ]);

    expect(groups.map((group) => group.members)).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps changes of different times apart', () => {
    const groups = groupDuplicates([
      change('a', 'cart', 'latency', 10, 0.1),
      change('b', 'cart', 'latency', 50, 0.1),
    ]);

    expect(groups).toHaveLength(2);
  });
});
