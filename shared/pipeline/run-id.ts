import { sha256 } from '../audit/sha256.ts';
import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';

/** The same change at the same head, asked the same number of times, is the same run, however often it is delivered. */
export function runIdOf(
  request: Pick<AnalysisRequested, 'tenant' | 'intent' | 'rerun'> & {
    readonly service: string | null;
    /** Same head, another question: a draft that may be made ready, a fork that was let in, a head that came back after another. */
    readonly variant?: 'draft' | 'approved' | `returned ${string}` | null;
    readonly change: Pick<AnalysisRequested['change'], 'connection' | 'project' | 'number' | 'headSha'>;
  },
): RunId {
  const { change } = request;
  const identity = [
    request.tenant,
    request.intent,
    change.connection,
    change.project,
    change.number,
    change.headSha,
    request.service,
    request.rerun,
    ...(typeof request.variant === 'string' ? [request.variant] : []),
  ];
  return RunId.parse(`run-${sha256(JSON.stringify(identity)).slice(0, 24)}`);
}
