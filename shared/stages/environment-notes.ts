import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { CommonFactor } from '../statistics/environment/normalise-for-scale.ts';
import { covariatesOf, LOAD, loadOf, type Setting } from './environment-settings.ts';
import { type EnvironmentSides, isTimeUnit } from './scaled-figures.ts';

/** How far a setting that differs was accounted for. */
export type Accounted = 'same' | 'taken out' | 'in the common factor' | 'not accounted for';

type TakenOut = { readonly unit: string; readonly takenOut: readonly string[] };

/** How far a setting that differs was accounted for in the times. */
export function accountedFor(
  setting: Setting,
  figures: readonly TakenOut[],
  factors: readonly CommonFactor[],
): Accounted {
  const times = figures.filter(({ unit }) => isTimeUnit(unit));
  if (setting.reference === null && setting.other === null) return 'not accounted for';
  if (!setting.differs) return 'same';
  if (times.length > 0 && times.every(({ takenOut }) => takenOut.includes(setting.name))) return 'taken out';
  return factors.length > 0 ? 'in the common factor' : 'not accounted for';
}

/** What a reader should know of the runs and of what is carried beyond them. */
export function environmentNotes(
  sides: EnvironmentSides,
  counts: { readonly all: number; readonly most: number; readonly left: number },
  figures: readonly TakenOut[],
): readonly Masked[] {
  const runs = [...sides.reference, ...sides.other];
  const broken = runs.filter(({ complete }) => !complete).length;
  const beyond = [...new Set(figures.flatMap(({ takenOut }) => takenOut))].filter((name) =>
    isExtrapolated(sides, name),
  );
  const isTold = runs.some(({ environment }) => Object.keys(environment.facts).length > 0);
  return [
    ...new Set(runs.flatMap(({ notes }) => notes)),
    ...(runs.some((run) => loadOf(run) === null)
      ? [
          maskedText`Some runs do not tell their load (http_reqs), so no total is taken per request and load is not taken out.`,
        ]
      : []),
    ...(isTold
      ? []
      : [
          maskedText`Nothing is told about machine, CPUs or size of data of either side; what they do is in the common factor, if anywhere.`,
        ]),
    ...beyond.map(
      (name) =>
        maskedText`${maskedName(name === LOAD ? 'The load' : name)} of the two sides does not overlap: its effect is carried on beyond what was measured.`,
    ),
    ...(counts.left === 0
      ? []
      : [maskedText`${counts.left} figures with zeros have no ratio and are left out.`]),
    ...(counts.all > counts.most
      ? [maskedText`Of ${counts.all} figures the ${counts.most} with the fewest labels are compared.`]
      : []),
    ...(broken === 0
      ? []
      : [
          maskedText`${broken} of ${runs.length} runs broke off early; their figures are used as far as they go.`,
        ]),
  ];
}

function isExtrapolated({ reference, other }: EnvironmentSides, name: string): boolean {
  const [a, b] = [reference, other].map((runs) => runs.flatMap((run) => covariatesOf(run)[name] ?? []));
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return false;
  return Math.max(...a) < Math.min(...b) || Math.max(...b) < Math.min(...a);
}
