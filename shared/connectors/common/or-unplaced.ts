import { PipelineError } from '../../errors/pipeline-error.ts';

/**
 * Makes a line note. A host that refuses it for what it says, not for who asks (400, 422), shows no such line in the diff any more: the note is
 * left out, and what it says stands in the comment. @throws every other error
 */
export async function orUnplaced<T>(create: () => Promise<T>): Promise<T | null> {
  try {
    return await create();
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'REMOTE_REFUSED') return null;
    throw error;
  }
}
