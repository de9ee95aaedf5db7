import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Environment } from '../contracts/measurement.ts';

const NONE = maskedText`(not said)`;

/** What differs between the environments of the two sides: said, never a reason to refuse the comparison. */
export function environmentDifferences(sides: {
  readonly baseline: readonly Environment[];
  readonly candidate: readonly Environment[];
}): Masked[] {
  if (sides.baseline.length === 0 || sides.candidate.length === 0) return [];
  const facts = [
    ...new Set([...sides.baseline, ...sides.candidate].flatMap((one) => Object.keys(one.facts))),
  ].sort();
  const named = [
    { what: maskedText`environment`, of: (one: Environment): Masked => one.name },
    ...facts.map((fact) => ({
      what: maskedName(fact),
      of: (one: Environment): Masked => one.facts[fact] ?? NONE,
    })),
  ];
  return named
    .flatMap(({ what, of }) => {
      const before = new Set(sides.baseline.map(of));
      const after = new Set(sides.candidate.map(of));
      const same = before.size === after.size && [...before].every((value) => after.has(value));
      if (same) return [];
      const [first = NONE] = before;
      const [second = NONE] = after;
      return [maskedText`${what} differs: baseline ${first}, candidate ${second}`];
    })
    .slice(0, 50);
}
