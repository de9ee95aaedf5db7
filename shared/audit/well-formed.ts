/**
 * The value with every half of a surrogate pair replaced by U+FFFD, in texts and in names of members. Canonical JSON has no place for such
 * a half (RFC 8785, 3.2.2.2), and a code host's title cut in the middle of an emoji must not keep an entry out of the log.
 */
export function wellFormed<T>(value: T): T;
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map((item: unknown) => wellFormed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed<unknown>(member)]),
  );
}
