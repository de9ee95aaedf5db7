/** A note as commands are kept by: with its discussion where the event names it, since notes that are read do not tell theirs. */
export function noteName(note: number, discussion: string | null): string {
  const isId = discussion !== null && /^[\w-]{1,80}$/.test(discussion);
  return isId ? `${discussion}/${note}` : String(note);
}

/** {@link noteName} read back. */
export function noteFrom(name: string): { readonly note: string; readonly discussion: string | null } {
  const [first = '', second] = name.split('/');
  return second === undefined ? { note: first, discussion: null } : { note: second, discussion: first };
}
