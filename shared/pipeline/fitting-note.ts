import { wellFormed } from '../audit/well-formed.ts';
import { AuditNote } from '../contracts/audit-note.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

/**
 * A note as the audit log can hold it. Asked before anything is written: an entry that does not fit its schema could not be read
 * again, and nothing could be appended behind it.
 *
 * @throws PermanentError(`INPUT_INVALID`) that names each member that does not fit
 */
export function fittingNote(data: unknown): AuditNote {
  const parsed = AuditNote.safeParse(data);
  if (parsed.success) return wellFormed(parsed.data);
  throw new PermanentError('INPUT_INVALID', `An audit note does not fit: ${describeIssues(parsed.error)}`);
}
