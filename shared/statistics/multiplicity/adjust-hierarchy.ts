import { type AdjustedFamily, FALSE_DISCOVERY_RATE, familyPValue } from './false-discovery.ts';

export interface Hypothesis {
  /** Families it stands in, from the widest to the narrowest, and last its own name: service, metric, percentile. */
  readonly path: readonly string[];
  readonly pValue: number;
}

/**
 * False discovery rate over a tree of families, held on every floor at once: of the services named, of the metrics named
 * and of the percentiles named, each time at most `level` are expected to be unchanged. This is the p-filter of Barber and
 * Ramdas (2017, theorem 1) with one level for all floors; a family stands for its members by Simes' p value. Valid under
 * independence and the positive dependence that Benjamini and Hochberg need. Discoveries are a subset of theirs, and the
 * same where every family has one member.
 *
 * The adjusted value is the smallest level at which a hypothesis is a discovery. The discoveries at a level are the largest
 * set in which, on each floor, families × p of the least evident family / families of the set is at most the level; so
 * hypotheses are dropped by the floor that is worst, its least evident family first, until none is left.
 * @throws PermanentError SAMPLE_INVALID for a p value outside [0, 1]
 */
export function adjustHierarchy(
  hypotheses: readonly Hypothesis[],
  level = FALSE_DISCOVERY_RATE,
): AdjustedFamily {
  const pValues = hypotheses.map(({ pValue }) => pValue);
  const depth = hypotheses.reduce((most, { path }) => Math.max(most, path.length), 1);
  const floors = Array.from({ length: depth }, (_, floor) =>
    createFloor(familiesOn(floor, hypotheses), pValues),
  );
  const adjusted = pValues.map(() => 1);
  const isLeft = pValues.map(() => true);
  let smallest = 1;
  for (let left = hypotheses.length; left > 0;) {
    const worst = floors.reduce((most, floor) => (floor.level() > most.level() ? floor : most));
    smallest = Math.min(smallest, worst.level());
    for (const index of worst.leastEvident()) {
      if (isLeft[index] !== true) continue;
      isLeft[index] = false;
      adjusted[index] = smallest;
      left--;
      for (const floor of floors) floor.drop(index);
    }
  }
  return { adjusted, discovered: adjusted.map((value) => value <= level) };
}

/** One partition of the hypotheses into families, and which of them still have a member. */
interface Floor {
  /** Smallest level at which this floor holds all that is left. */
  readonly level: () => number;
  /** Members of the family with the largest p value of those left. */
  readonly leastEvident: () => readonly number[];
  readonly drop: (index: number) => void;
}

function createFloor(families: readonly (readonly number[])[], pValues: readonly number[]): Floor {
  const byEvidence = families
    .map((members) => ({ members, pValue: familyPValue(members.map((index) => pValues[index] ?? 1)) }))
    .sort((a, b) => a.pValue - b.pValue);
  const familyOf = new Int32Array(pValues.length);
  byEvidence.forEach(({ members }, place) => members.forEach((index) => (familyOf[index] = place)));
  const left = Int32Array.from(byEvidence, ({ members }) => members.length);
  let standing = byEvidence.length;
  let last = byEvidence.length - 1;
  return {
    level: () => (last < 0 ? 0 : (byEvidence.length * (byEvidence[last]?.pValue ?? 0)) / standing),
    leastEvident: () => byEvidence[last]?.members ?? [],
    drop(index) {
      const place = familyOf[index]!;
      left[place]!--;
      if (left[place] === 0) standing--;
      while (last >= 0 && left[last] === 0) last--;
    },
  };
}

/** Members of each family on a floor; on the last, and where a path has ended before, each stands alone. */
function familiesOn(floor: number, hypotheses: readonly Hypothesis[]): readonly (readonly number[])[] {
  const families = new Map<string, number[]>();
  hypotheses.forEach(({ path }, index) => {
    const key = floor < path.length - 1 ? JSON.stringify(path.slice(0, floor + 1)) : `#${index}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [index]);
    else family.push(index);
  });
  return [...families.values()];
}
