import type { ChangeHost } from '../../ports/change-host.ts';
import { commentText, type CommentFlavour, markerOf, sameText } from './comment-text.ts';

type Comment = Parameters<ChangeHost['ensureComment']>[0];

export interface OwnComment {
  /** Grows with time, so the least id is the oldest comment. */
  readonly id: number;
  readonly body: string;
}

/** The comments of one change, as one host keeps them. */
export interface CommentStore {
  /** Only comments that the token's own user wrote, so that nobody can plant a marker. */
  listOwn(): Promise<readonly OwnComment[]>;
  create(body: string): Promise<OwnComment>;
  update(id: number, body: string): Promise<void>;
  /** Content when it is gone already. */
  remove(id: number): Promise<void>;
}

/**
 * One comment for each change and key. It carries a hidden marker and is found by it, updated in place, and keeps the headlines of
 * earlier heads. Two processes that create at once both list again afterwards and keep the oldest comment.
 */
export async function ensureStickyComment(
  store: CommentStore,
  comment: Comment,
  flavour: CommentFlavour,
): Promise<
  | { readonly status: 'created' | 'updated' | 'unchanged'; readonly id: number }
  | { readonly status: 'unneeded'; readonly id: null }
> {
  async function ours(): Promise<readonly OwnComment[]> {
    const own = await store.listOwn();
    return own.filter(({ body }) => markerOf(body)?.key === comment.key).sort((a, b) => a.id - b.id);
  }

  async function bringUpToDate(existing: OwnComment): Promise<'updated' | 'unchanged'> {
    const marker = markerOf(existing.body);
    if (marker !== null && marker.head === comment.headSha && marker.order > comment.order)
      return 'unchanged';
    const saysSame = comment.topic !== undefined && marker?.topic === comment.topic;
    if (saysSame && comment.write?.sameTopic === false) return 'unchanged';
    const text = commentText(comment, existing.body, flavour);
    if (sameText(existing.body, text)) return 'unchanged';
    await store.update(existing.id, text);
    return 'updated';
  }

  const [oldest, ...surplus] = await ours();
  if (oldest !== undefined) {
    for (const { id } of surplus) await store.remove(id);
    return { status: await bringUpToDate(oldest), id: oldest.id };
  }
  if (comment.write?.create === false) return { status: 'unneeded', id: null };
  const created = await store.create(commentText(comment, null, flavour));
  const first = (await ours())[0];
  if (first === undefined || first.id >= created.id) return { status: 'created', id: created.id };
  await store.remove(created.id);
  return { status: await bringUpToDate(first), id: first.id };
}
