import type { Claim } from '../contracts/explanation.ts';
import type { LogChange, LogDifference } from '../contracts/log-evidence.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';

const MOST_CLAIMS = 3;
const MOST_IDS = 10;
/** Kinds that name no cause a reader could follow. */
const VAGUE: ReadonlySet<string> = new Set(['component', 'other']);

/** What new and surging messages speak of, and those that tell of errors more often, one claim a probable cause. Beside a regression that is a lead and no proof. */
export function logClaims(logs: LogDifference | undefined): Claim[] {
  if (logs === undefined) return [];
  const telling = new Map(
    logs.changes
      .filter((change) => change.significant && isWorse(change))
      .map((change) => [change.id, change]),
  );
  return logs.causes
    .filter(({ kind }) => !VAGUE.has(kind))
    .flatMap(({ kind, changes }): Claim[] => {
      const ids = changes.filter((id) => telling.has(id));
      const first = telling.get(ids[0] ?? '');
      if (first === undefined) return [];
      const text = maskedText`Log messages that speak of ${maskedName(kind)} are new or more frequent${isShift(first) ? maskedText`, or tell of errors more often` : maskedText``}, first of all: ${first.template}`;
      return [{ text, evidence: ids.slice(0, MOST_IDS), confidence: 'low' }];
    })
    .slice(0, MOST_CLAIMS);
}

/** A share of warnings or errors that grew is one that its baseline may not have had at all. */
function isWorse({ kind, rateRatio }: LogChange): boolean {
  if (kind === 'shift') return rateRatio === null || rateRatio > 1;
  return kind === 'new' || kind === 'surging';
}

function isShift({ kind }: LogChange): boolean {
  return kind === 'shift';
}
