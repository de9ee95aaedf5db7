import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText } from '../contracts/masked-text.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement } from '../contracts/measurement.ts';

/**
 * Runs of the environments that both sides of a part have: what was measured elsewhere is set aside and said. A part without a
 * common environment keeps all its runs; then `environmentDifferences` names what differs.
 */
export function comparableRuns(parts: readonly Measured[]): {
  readonly parts: readonly Measured[];
  readonly notes: readonly Masked[];
} {
  const compared = parts.map((part) => {
    const before = new Set(part.baseline.map(nameOf));
    const common = new Set(part.candidate.map(nameOf).filter((name) => before.has(name)));
    if (common.size === 0) return { part, aside: [] };
    const fits = (one: Measurement): boolean => common.has(nameOf(one));
    return {
      part: { ...part, baseline: part.baseline.filter(fits), candidate: part.candidate.filter(fits) },
      aside: [...part.baseline, ...part.candidate].filter((one) => !fits(one)),
    };
  });
  const aside = compared.flatMap((one) => one.aside);
  const names = [...new Set(aside.map(nameOf))];
  return {
    parts: compared.map(({ part }) => part),
    notes:
      aside.length === 0
        ? []
        : [
            maskedText`Not compared: ${aside.length} runs in ${joinMasked(names.slice(0, 10), maskedText`, `)}, where only one side was measured.`,
          ],
  };
}

function nameOf({ environment }: Measurement): Masked {
  return environment.name;
}
