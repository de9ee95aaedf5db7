import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * The JSON object that a webhook carries.
 * @throws PermanentError(`INPUT_INVALID`) when the bytes are not UTF-8, not JSON, or no object
 */
export function jsonEventFrom(body: Uint8Array, host: string): object {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8 text';
    throw new PermanentError('INPUT_INVALID', `The webhook body ${why}; send ${host}'s event unchanged.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PermanentError(
      'INPUT_INVALID',
      `The webhook body is not a JSON object; send ${host}'s event unchanged.`,
    );
  }
  return value;
}
