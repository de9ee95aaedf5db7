import { AnalysisRequested, type Change } from '../contracts/analysis-requested.ts';
import { mayStandFor } from '../contracts/identity-key.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Remark } from '../contracts/run-record.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { supersededSkip } from '../loop-guard/skip-words.ts';
import type { ChangeHost, RawChange } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { StageContext } from '../ports/stage.ts';

/**
 * The commit that took the place of the run's one: a newer one, or the same when the change was given another target branch, against which it
 * is judged anew (retargeted-checks.ts).
 * @returns null while the run is about what the change is, and for what is no change
 */
export async function newerHead(
  change: Pick<Change, 'project' | 'number' | 'headSha' | 'targetBranch'>,
  host: ChangeHost,
  signal: AbortSignal,
): Promise<string | null> {
  const { project, number, headSha } = change;
  const now = number === null ? null : await host.fetchChange(project, number, signal);
  if (now === null) return null;
  return now.headSha === headSha && !isRetargeted(change, now) ? null : now.headSha;
}

/** Whether the change is to be merged into another branch than the run was about. Of a name that had to be masked, what is left of it tells. */
export function isRetargeted(
  { targetBranch }: Pick<Change, 'targetBranch'>,
  now: Pick<RawChange, 'targetBranch'>,
): boolean {
  if (targetBranch === null || now.targetBranch === null) return false;
  return !mayStandFor(targetBranch, now.targetBranch);
}

/** The same for a step that has only the connections. */
export async function newerHeadOf(
  change: Change,
  connections: Connections,
  signal: AbortSignal,
): Promise<string | null> {
  if (change.connection === null || change.number === null) return null;
  const { changes: host } = await connections.get(change.connection);
  return host === undefined ? null : newerHead(change, host, signal);
}

/**
 * The commit for whose sake a run in progress stops, and what the audit log says of it. A host that cannot tell now holds nothing up:
 * delivering asks again.
 * @returns null: go on
 */
export async function replacedBy(
  context: StageContext,
  connections: Connections,
): Promise<{ readonly by: string; readonly remark: Remark } | null> {
  const {
    value: { change },
  } = await context.read('receive', AnalysisRequested);
  try {
    const by = await newerHeadOf(change, connections, context.signal);
    return by === null ? null : { by, remark: stopRemark(by, change) };
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    const reason = maskedName(error.code);
    context.log.warn('the host did not tell the head of the change', { runId: context.runId, reason });
    return null;
  }
}

function stopRemark(by: string, { headSha }: Change): Remark {
  return {
    action: 'run.skipped',
    subject: 'superseded',
    details: { headline: supersededSkip(by, headSha).headline },
  };
}
