/** A comment as commands are kept by. Those on lines of the diff have numbers of their own, and a conversation that takes replies. */
export type NamedComment =
  | { readonly on: 'conversation'; readonly id: string }
  | { readonly on: 'line'; readonly id: string; readonly begin: string };

/** Name of a comment; {@link commentFrom} reads it back. */
export function commentName(comment: NamedComment): string {
  return comment.on === 'conversation' ? comment.id : `line/${comment.begin}/${comment.id}`;
}

export function commentFrom(name: string): NamedComment {
  const [, begin, id] = /^line\/(\d+)\/(\d+)$/.exec(name) ?? [];
  return begin === undefined || id === undefined
    ? { on: 'conversation', id: name }
    : { on: 'line', id, begin };
}
