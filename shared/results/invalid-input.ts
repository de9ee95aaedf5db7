import { PermanentError } from '../errors/pipeline-error.ts';

/** A test result that cannot be read: where, and what would be right. Never quotes the content. */
export function invalidInput(where: string, expected: string): PermanentError {
  return new PermanentError('INPUT_INVALID', `Test result, ${where}: expected ${expected}.`);
}
