import type { Masked } from '../contracts/masked.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

/** The same structure with every string masked; numbers, booleans and null stay as they are. */
export type MaskedValue<T> = T extends string
  ? Masked
  : T extends readonly (infer Item)[]
    ? MaskedValue<Item>[]
    : T extends object
      ? { [Key in keyof T]: MaskedValue<T[Key]> }
      : T;

const DEEPEST_VALUE = 500;

/**
 * Masks a JSON-like value: all strings and the keys of objects. `maskField` gets the name of the field that holds a
 * string, because a name such as `password` says what its value is.
 * @throws PermanentError INPUT_INVALID when the value is nested deeper than 500 levels.
 */
export function maskDeep(
  value: unknown,
  maskField: (text: string, name: string) => string,
  name = '',
  depth = 0,
): unknown {
  if (typeof value === 'string') return maskField(value, name);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST_VALUE) {
    throw new PermanentError(
      'INPUT_INVALID',
      `The value is nested deeper than ${DEEPEST_VALUE} levels; flatten it.`,
    );
  }
  if (Array.isArray(value)) return value.map((item: unknown) => maskDeep(item, maskField, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      maskField(key, ''),
      maskDeep(item, maskField, key, depth + 1),
    ]),
  );
}
