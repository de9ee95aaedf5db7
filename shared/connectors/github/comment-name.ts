/**
 * A comment as commands are kept by. Those on lines of the diff have numbers of their own, and a conversation that takes replies; so have
 * reviews, which take none.
 */
export type NamedComment =
  | { readonly on: 'conversation' | 'review'; readonly id: string }
  | { readonly on: 'line'; readonly id: string; readonly begin: string };

/** Name of a comment; {@link commentFrom} reads it back. */
export function commentName(comment: NamedComment): string {
  switch (comment.on) {
    case 'conversation':
      return comment.id;
    case 'review':
      return `review/${comment.id}`;
    case 'line':
      return `line/${comment.begin}/${comment.id}`;
  }
}

export function commentFrom(name: string): NamedComment {
  const review = /^review\/(\d+)$/.exec(name)?.[1];
  if (review !== undefined) return { on: 'review', id: review };
  const [, begin, id] = /^line\/(\d+)\/(\d+)$/.exec(name) ?? [];
  return begin === undefined || id === undefined
    ? { on: 'conversation', id: name }
    : { on: 'line', id, begin };
}
