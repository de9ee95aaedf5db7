import { PermanentError } from '../../errors/pipeline-error.ts';
import { type CauseRanking } from './cause-ranking.ts';
import { type ImpactInput, rankByImpact } from './rank-by-impact.ts';
import { type OnsetInput, rankByOnset } from './rank-by-onset.ts';
import { rankByShift, type ShiftSeries } from './rank-by-shift.ts';

/** What is at hand about an incident; give all there is. */
export interface IncidentEvidence {
  /** A symptom, the call graph, and harm per request at the nodes. */
  readonly flow?: ImpactInput;
  /** Metrics on one time grid over the change. */
  readonly timed?: OnsetInput;
  /** Metrics before and during the incident. */
  readonly shifts?: readonly ShiftSeries[];
}

export interface RankedCauses extends CauseRanking {
  readonly method: 'impact' | 'onset' | 'shift';
}

/**
 * Ranks causes by the strongest method the evidence allows: flow of harm along the call graph, else order in time, else
 * size of shift. A method that names nobody gives way to the next; when none does, the first one's answer stands.
 * @throws PermanentError SAMPLE_INVALID when there is no evidence at all
 */
export function rankCauses({ flow, timed, shifts }: IncidentEvidence): RankedCauses {
  const methods: (() => RankedCauses)[] = [];
  if (flow !== undefined) methods.push(() => ({ method: 'impact', ...rankByImpact(flow) }));
  if (timed !== undefined) methods.push(() => ({ method: 'onset', ...rankByOnset(timed) }));
  if (shifts !== undefined) methods.push(() => ({ method: 'shift', ...rankByShift(shifts) }));
  let answer: RankedCauses | null = null;
  for (const method of methods) {
    const ranked = method();
    if (ranked.causes.length > 0) return ranked;
    answer ??= ranked;
  }
  if (answer === null)
    throw new PermanentError(
      'SAMPLE_INVALID',
      'There is no evidence to rank causes by; give flow, timed or shifts.',
    );
  return answer;
}
