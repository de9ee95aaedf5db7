import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';

const REFUSALS = ['REMOTE_FORBIDDEN', 'REMOTE_REFUSED', 'REMOTE_NOT_FOUND'];

/**
 * Does `write`; when the host refuses it for good, asks once why, since the same status stands for a missing right, an archived project and a
 * locked conversation.
 * @param why in plain words, null when the host does not tell; that it cannot be asked does not hide the refusal
 */
export async function explainRefusal<T>(
  write: () => Promise<T>,
  why: (error: PipelineError) => Promise<string | null>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!PipelineError.is(error) || !REFUSALS.includes(error.code)) throw error;
    const words = await why(error).catch(() => null);
    throw words === null
      ? error
      : new PermanentError(error.code, words, { cause: error, details: error.details });
  }
}
