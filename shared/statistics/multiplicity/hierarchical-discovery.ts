import { adjustFamily, FALSE_DISCOVERY_RATE, familyPValue } from './false-discovery.ts';

export interface Hypothesis {
  /** Where it stands, from the widest family to the narrowest: service, metric, percentile. */
  readonly path: readonly string[];
  readonly pValue: number;
}

/**
 * Discoveries in a tree of families, same order as the input. A family stands for its members by Simes' p value;
 * families are tested by Benjamini and Hochberg among their siblings, and inside a discovered family its members at
 * the level times the share of siblings discovered (Benjamini and Bogomolov 2014), so on every floor the expected share
 * of false discoveries, averaged over the discovered families, stays at most the floor's level. False ones of several
 * floors add up among the leaves (Yekutieli 2008), so each floor gets `level` / floors: the leaves as a whole keep
 * `level` (simulated: bench/statistics/multiplicity-discoveries.ts).
 */
export function discoverHierarchically(
  hypotheses: readonly Hypothesis[],
  level = FALSE_DISCOVERY_RATE,
): readonly boolean[] {
  const discovered = new Array<boolean>(hypotheses.length).fill(false);
  const all = hypotheses.map((_, index) => index);
  const floors = hypotheses.reduce((most, { path }) => Math.max(most, path.length), 1);
  descend(hypotheses, all, 0, level / floors, discovered);
  return discovered;
}

function descend(
  hypotheses: readonly Hypothesis[],
  members: readonly number[],
  depth: number,
  level: number,
  discovered: boolean[],
): void {
  const families = [...familiesAt(hypotheses, members, depth).values()];
  const pValues = families.map((family) => familyPValue(family.map((index) => hypotheses[index]!.pValue)));
  const chosen = adjustFamily(pValues, level).discovered;
  const share = chosen.filter(Boolean).length / families.length;
  families.forEach((family, index) => {
    if (!chosen[index]) return;
    if (family.length === 1) discovered[family[0]!] = true;
    else descend(hypotheses, family, depth + 1, level * share, discovered);
  });
}

/** Members by their name at this depth; one that ends here is a family of its own. */
function familiesAt(
  hypotheses: readonly Hypothesis[],
  members: readonly number[],
  depth: number,
): ReadonlyMap<string, readonly number[]> {
  const families = new Map<string, number[]>();
  for (const index of members) {
    const name = hypotheses[index]!.path[depth];
    const key = name === undefined ? `#${index}` : `/${name}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [index]);
    else family.push(index);
  }
  return families;
}
