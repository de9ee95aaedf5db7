import type { LogChange, LogDifference } from '../contracts/log-evidence.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import { formatNumber } from '../statistics/format/format-number.ts';

const KINDS = {
  new: 'new',
  surging: 'surging',
  falling: 'falling',
  vanished: 'vanished',
  shift: 'shifted',
} as const satisfies Record<LogChange['kind'], string>;

/** `Log patterns: 2 new, 1 surging` of what is significant; of all that is listed when nothing is. */
export function logTitle(logs: LogDifference): Masked {
  const telling = logs.changes.filter(({ significant }) => significant);
  if (telling.length === 0)
    return maskedText`Log patterns: none changed beyond chance (${logs.tested} tested)`;
  const counts = Object.entries(KINDS).flatMap(([kind, word]) => {
    const count = telling.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [maskedText`${count} ${maskedName(word)}`];
  });
  return maskedText`Log patterns: ${joinMasked(counts, maskedText`, `)}`;
}

/** `x3.2 (1.8 to 5.7)`; a pattern that the baseline does not have has no ratio. */
export function rateWords({ rateRatio, interval }: LogChange): Masked {
  const high = interval.high === null ? maskedText`∞` : number(interval.high);
  if (rateRatio === null) return maskedText`at least x${number(interval.low)}`;
  return maskedText`x${number(rateRatio)} (${number(interval.low)} to ${high})`;
}

/** `new error`, `shift: status 5xx 0.2 % → 30 %`: kind of a change, with the level of its message or what shifted. */
export function kindWords({ kind, severity, shift }: LogChange): Masked {
  if (shift !== null) return maskedText`${maskedName(kind)}: ${shiftWords(shift)}`;
  return severity === null ? maskedName(kind) : maskedText`${maskedName(kind)} ${maskedName(severity)}`;
}

/** `status 5xx 0.2 % → 30 %` */
export function shiftWords({
  property,
  value,
  baseline,
  candidate,
}: NonNullable<LogChange['shift']>): Masked {
  return maskedText`${maskedName(property)} ${maskedName(value)} ${percent(baseline)} → ${percent(candidate)}`;
}

function percent({ count, of }: { readonly count: number; readonly of: number }): Masked {
  return maskedText`${number((100 * count) / Math.max(1, of))} %`;
}

/** `p 0.003`, after correction; `by chance` when it is not below the level. */
export function certaintyWords({ adjustedPValue, significant }: LogChange): Masked {
  const p = adjustedPValue < 0.0001 ? maskedText`p < 0.0001` : maskedText`p ${number(adjustedPValue)}`;
  return significant ? p : maskedText`${p}, may be chance`;
}

/** `line 1204, 10:00:07`; a vanished pattern was not seen. */
export function firstSeenWords({ firstSeen }: LogChange): Masked {
  if (firstSeen === null) return maskedText`not seen`;
  const line = maskedText`line ${firstSeen.line + 1}`;
  return firstSeen.time === null ? line : maskedText`${line}, ${firstSeen.time}`;
}

/** `database (deadlock, jdbc): L1, L3` for each probable cause. */
export function causeWords(logs: LogDifference): readonly Masked[] {
  return logs.causes.map(({ kind, evidence, changes }) => {
    const words =
      evidence.length === 0 ? maskedText`` : maskedText` (${joinMasked(evidence, maskedText`, `)})`;
    return maskedText`${maskedName(kind)}${words}: ${joinMasked(changes.map(maskedName), maskedText`, `)}`;
  });
}

/** How the two logs were made comparable. */
export function comparisonWords({ baseline, candidate, comparedBy, more }: LogDifference): Masked {
  const by =
    comparedBy === 'duration'
      ? maskedText`rates by the time that the logs cover`
      : maskedText`rates by the typical ratio of counts`;
  const rest = more === 0 ? maskedText`` : maskedText`; ${more} further changes are not listed`;
  const unsorted = baseline.unsorted + candidate.unsorted;
  const overflow =
    unsorted === 0
      ? maskedText``
      : maskedText`; ${unsorted} records had more different messages than are kept apart, so that some changes cannot be told`;
  return maskedText`${baseline.records} records of the baseline against ${candidate.records} of this change; ${by}${rest}${overflow}.`;
}

function number(value: number): Masked {
  return maskedName(formatNumber(value, 3));
}
