import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Delivered } from '../contracts/published.ts';
import type { Remark } from '../contracts/run-record.ts';

/**
 * What was said on the change, for the audit log. "Ensured" and not "created": a process that ended between effect and record comes
 * back to its own comment, finds it unchanged, and has ensured it all the same. `found` says what it met.
 */
export function toldRemarks(told: Delivered, { change }: AnalysisRequested, runId: string): Remark[] {
  const { comment, commitStatus, statusRefused } = told;
  const run = { runId: maskedName(runId) };
  const status: Remark = {
    action: 'status.ensured',
    subject: `commit ${change.headSha}`,
    details: {
      ...run,
      state: maskedName(commitStatus),
      ...(statusRefused === undefined
        ? {}
        : { code: maskedName(statusRefused.code), why: statusRefused.why }),
    },
  };
  if (comment.status === 'not-a-change') return commitStatus === 'not-a-change' ? [] : [status];
  const subject = `${change.connection ?? 'none'}:${change.project}!${change.number ?? ''}`;
  if (comment.status === 'refused') {
    const details = { ...run, code: maskedName(comment.code), why: comment.why };
    return [{ action: 'comment.refused', subject, details }, status];
  }
  const action = comment.status === 'superseded' ? 'comment.superseded' : 'comment.ensured';
  return [{ action, subject, details: { ...run, found: maskedName(comment.status) } }, status];
}
