import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../distributions/create-random.ts';
import { adjustHierarchy, type Hypothesis } from './adjust-hierarchy.ts';
import { adjustFamily, familyPValue } from './false-discovery.ts';
import { type DiscoveredChange, groupDuplicates } from './group-duplicates.ts';

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

describe('adjustHierarchy', () => {
  // Two services of two and three metrics of three percentiles each.
  const P = [
    0.0004, 0.0021, 0.34, 0.012, 0.009, 0.0006, 0.041, 0.72, 0.55, 0.0008, 0.0031, 0.0017, 0.9, 0.28, 0.03,
  ];
  const tree = P.map((value, index) => ({
    path: [index < 6 ? 'cart' : 'search', `metric ${Math.floor(index / 3)}`, `p${index}`],
    pValue: value,
  }));

  it.each([
    // Python 3.12: algorithm 1 of Barber and Ramdas (2017) with Simes' p values, written down by itself, on the same numbers.
    [0.2, [0, 1, 3, 4, 5, 6, 9, 10, 11, 14]],
    [0.1, [0, 1, 3, 4, 5, 9, 10, 11]],
    [0.03, [0, 1, 3, 4, 5, 9, 10, 11]],
    [0.02, [0, 1, 4, 5, 9, 10, 11]],
    [0.01, [0, 1, 5, 9, 10, 11]],
    [0.005, [0, 5]],
    [0.002, []],
  ])('makes the discoveries of the published algorithm at %d', (level, expected) => {
    const { discovered } = adjustHierarchy(tree, level);

    expect(discovered.flatMap((each, index) => (each ? [index] : []))).toEqual(expected);
  });

  const hypotheses = fc.array(
    fc.record({
      path: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }),
      pValue: fc.constantFrom(0, 0.0001, 0.001, 0.004, 0.01, 0.02, 0.03, 0.05, 0.3, 1),
    }),
    { maxLength: 14 },
  );

  it('finds a subset of what Benjamini and Hochberg find, the same where every family has one member', () => {
    fc.assert(
      fc.property(hypotheses, (all) => {
        const p = all.map(({ pValue: each }) => each);
        const { adjusted } = adjustHierarchy(all);
        adjustFamily(p).adjusted.forEach((value, index) => {
          expect(adjusted[index]).toBeGreaterThanOrEqual(value * (1 - 1e-12));
        });
        const alone = p.map((value, index) => ({ path: [`service ${index}`], pValue: value }));
        expect(adjustHierarchy(alone)).toEqual(adjustFamily(p));
      }),
    );
  });

  it('holds every floor to the level by its own count, and grows with the level', () => {
    fc.assert(
      fc.property(hypotheses, fc.constantFrom(0.01, 0.05, 0.2), (all, level) => {
        const { discovered } = adjustHierarchy(all, level);
        const wider = adjustHierarchy(all, 2 * level).discovered;
        expect(discovered.every((each, index) => !each || wider[index] === true)).toBe(true);
        for (const floor of [0, 1, 2]) expectHeld(all, discovered, floor, level);
      }),
    );
  });

  it('depends neither on the order nor on the names of families', () => {
    fc.assert(
      fc.property(hypotheses, (all) => {
        const { adjusted } = adjustHierarchy(all);
        const renamed = all.map(({ path, pValue: each }) => ({
          path: path.map((name) => `the ${name}`),
          pValue: each,
        }));
        expect(adjustHierarchy(renamed.toReversed()).adjusted).toEqual(adjusted.toReversed());
      }),
    );
  });

  it('keeps services from being named by chance beside one that really changed', () => {
    // 40 services of ten figures; all of the first changed. Scattered small p values would name others.
    const random = createRandom(31);
    let flatWrong = 0;
    let wrong = 0;
    for (let repetition = 0; repetition < 200; repetition++) {
      const all = Array.from({ length: 400 }, (_, index) => ({
        path: [`service ${Math.floor(index / 10)}`, `metric ${index}`],
        pValue: index < 10 ? 1e-6 * random.uniform() : random.uniform(),
      }));
      const flat = adjustFamily(all.map(({ pValue: each }) => each)).discovered;
      flatWrong += falseServices(flat) / 200;
      wrong += falseServices(adjustHierarchy(all).discovered) / 200;
    }

    expect(wrong).toBeLessThanOrEqual(0.06);
    expect(flatWrong).toBeGreaterThan(0.1);
  });

  it('keeps two hypotheses of one name apart, and has no discovery among none', () => {
    const twins = [0.0001, 0.9].map((value) => ({ path: ['a', 'b', 'c'], pValue: value }));

    expect(adjustHierarchy(twins).discovered).toEqual([true, false]);
    expect(adjustHierarchy([])).toEqual({ adjusted: [], discovered: [] });
  });

  it('refuses what is no p value', () => {
    expect(() => adjustHierarchy([{ path: ['a'], pValue: Number.NaN }])).toThrow(/p value 0 is NaN/);
  });
});

/** Families × p of the least evident named family / named families is at most the level. */
function expectHeld(
  all: readonly Hypothesis[],
  discovered: readonly boolean[],
  floor: number,
  level: number,
): void {
  const keyOf = ({ path }: Hypothesis, index: number): string =>
    floor < path.length - 1 ? path.slice(0, floor + 1).join('/') : `#${index}`;
  const families = Map.groupBy(
    all.map((one, index) => ({ key: keyOf(one, index), p: one.pValue, named: discovered[index] === true })),
    ({ key }) => key,
  );
  const named = [...families.values()].filter((members) => members.some((one) => one.named));
  const least = Math.max(0, ...named.map((members) => familyPValue(members.map(({ p }) => p))));
  expect(families.size * least).toBeLessThanOrEqual(level * Math.max(1, named.length) * (1 + 1e-9));
}

/** Share of services that are named without a reason, of blocks of ten of which the first has one. */
function falseServices(discovered: readonly boolean[]): number {
  const named = new Set(discovered.flatMap((each, index) => (each ? [Math.floor(index / 10)] : [])));
  return named.size === 0 ? 0 : (named.size - (named.has(0) ? 1 : 0)) / named.size;
}

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

  it('does not depend on the order, and leaves no change out or in two groups', () => {
    const some = fc.array(
      fc.record({
        service: fc.constantFrom('cart', 'search'),
        metric: fc.constantFrom('latency', 'errors'),
        at: fc.integer({ min: 0, max: 30 }),
        pValue,
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(some, (all) => {
        const changes = all.map((one, index) => ({ ...one, id: `change ${index}` }));
        const groups = groupDuplicates(changes);

        expect(groupDuplicates(changes.toReversed())).toEqual(groups);
        expect(groups.flatMap(({ members }) => members).sort()).toEqual(changes.map(({ id }) => id).sort());
        expect(groups.every(({ representative, members }) => members[0] === representative)).toBe(true);
      }),
    );
  });
});
