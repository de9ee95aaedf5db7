/** Every error code of the product, with the cure shown to operators. Pinned by a test; documented in docs/operating.md. */
export const ERROR_CODES = {
  INPUT_INVALID: 'The message or document does not fit its schema; the message names the field.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
