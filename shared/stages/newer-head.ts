import { AnalysisRequested, type Change } from '../contracts/analysis-requested.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Remark } from '../contracts/run-record.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { supersededSkip } from '../loop-guard/skip-words.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { StageContext } from '../ports/stage.ts';

/** The commit that took the place of the run's one. @returns null while it is the change's head, and for what is no change */
export async function newerHead(
  { project, number, headSha }: Pick<Change, 'project' | 'number' | 'headSha'>,
  host: ChangeHost,
  signal: AbortSignal,
): Promise<string | null> {
  const now = number === null ? null : await host.fetchChange(project, number, signal);
  return now === null || now.headSha === headSha ? null : now.headSha;
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
 * The newer commit for whose sake a run in progress stops. A host that cannot tell now holds nothing up: delivering asks again.
 * @returns null: go on
 */
export async function replacedBy(context: StageContext, connections: Connections): Promise<string | null> {
  const { value: request } = await context.read('receive', AnalysisRequested);
  try {
    return await newerHeadOf(request.change, connections, context.signal);
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    const reason = maskedName(error.code);
    context.log.warn('the host did not tell the head of the change', { runId: context.runId, reason });
    return null;
  }
}

/** What the audit log says of a run that stopped. */
export function stopRemark(by: string): Remark {
  return {
    action: 'run.skipped',
    subject: 'superseded',
    details: { headline: supersededSkip(by).headline },
  };
}
