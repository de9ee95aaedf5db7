/** An expression, or how to make it. */
export type Expression = RegExp | (() => RegExp);

/**
 * Gives an expression that is made when it is first asked for: reading the larger ones takes most of the time in which the masker
 * starts, and a text needs few of them.
 */
export function madeOnce(expression: Expression): () => RegExp {
  let made = typeof expression === 'function' ? null : expression;
  return () => (made ??= typeof expression === 'function' ? expression() : expression);
}
