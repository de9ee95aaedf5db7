/** Readings of a link's source or target, which a peer may leave out or fill with things that rhea does not know. */

export function addressOf(terminus: unknown): string {
  const address = fieldOf(terminus, 'address');
  return typeof address === 'string' ? address : '';
}

/** True when a receiver asks for a session, or for the next free one. */
export function asksForSession(source: unknown): boolean {
  const filter = fieldOf(source, 'filter');
  return typeof filter === 'object' && filter !== null && 'com.microsoft:session-filter' in filter;
}

function fieldOf(owner: unknown, name: string): unknown {
  const value: unknown = typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
  return value;
}
