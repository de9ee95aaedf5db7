import { PipelineError } from '../../errors/pipeline-error.ts';

/** What a host refuses to tell, does not know or tells in too many words is not known; other failures are failures. */
export function notTold(error: unknown): null {
  const unknown = ['REMOTE_NOT_FOUND', 'REMOTE_FORBIDDEN', 'REMOTE_REFUSED', 'REMOTE_REPLY_INVALID'];
  if (PipelineError.is(error) && unknown.includes(error.code)) return null;
  throw error;
}
