import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Delivered } from '../contracts/published.ts';
import type { Remark } from '../contracts/run-record.ts';

/**
 * What was said on the change, for the audit log. "Ensured" and not "created": a process that ended between effect and record comes
 * back to its own comment, finds it unchanged, and has ensured it all the same. `found` says what it met.
 */
export function toldRemarks(told: Delivered, { change }: AnalysisRequested, runId: string): Remark[] {
  const { comment, commitStatus, statusRefused, lineNotes } = told;
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
    return [{ action: 'comment.refused', subject, details }, status, ...lineRemarks(lineNotes, subject, run)];
  }
  const action = comment.status === 'superseded' ? 'comment.superseded' : 'comment.ensured';
  const ensured = { action, subject, details: { ...run, found: maskedName(comment.status) } };
  return [ensured, status, ...lineRemarks(lineNotes, subject, run)];
}

/** Notes on lines are worth an entry when there are any. */
function lineRemarks(
  lineNotes: Delivered['lineNotes'],
  subject: string,
  run: { readonly runId: Masked },
): Remark[] {
  if (lineNotes === undefined) return [];
  if ('status' in lineNotes) {
    const details = { ...run, code: maskedName(lineNotes.code), why: lineNotes.why };
    return [{ action: 'line-notes.refused', subject, details }];
  }
  const found = Object.entries(lineNotes).filter(([, count]) => count > 0);
  if (found.length === 0) return [];
  const counts = Object.fromEntries(found.map(([what, count]) => [what, maskedName(String(count))]));
  return [{ action: 'line-notes.ensured', subject, details: { ...run, ...counts } }];
}
