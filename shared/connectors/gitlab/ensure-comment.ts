import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { inertText } from './inert-text.ts';

type Comment = Parameters<ChangeHost['ensureComment']>[0];
type Ensured = Awaited<ReturnType<ChangeHost['ensureComment']>>;

const Note = z.object({ id: z.int(), body: z.string(), author: z.object({ id: z.int() }).nullish() });
type Note = z.infer<typeof Note>;

const MOST_PAGES = 100;
/** Documented limit of a note's body, in characters. */
const LONGEST_BODY = 1_000_000;

/**
 * One note for each merge request and key. It carries a hidden marker and is found by it; only notes that the token's own
 * user wrote count, so nobody can plant a marker. Two processes that create at once both list again afterwards
 * and keep the oldest note.
 */
export async function ensureComment(
  api: GitlabApi,
  ownUserId: number,
  comment: Comment,
  signal: AbortSignal,
): Promise<Ensured & { readonly noteId: number }> {
  const path = ['projects', comment.project, 'merge_requests', comment.number, 'notes'];
  const body = bodyWithMarker(comment);

  async function ownNotes(): Promise<readonly Note[]> {
    const found: Note[] = [];
    const query = { sort: 'asc', order_by: 'created_at', activity_filter: 'only_comments' };
    for await (const note of api.list(path, query, Note, MOST_PAGES, signal)) {
      if (note.author?.id === ownUserId && markerOf(note)?.key === comment.key) found.push(note);
    }
    return found.sort((a, b) => a.id - b.id);
  }

  async function bringUpToDate(note: Note): Promise<'updated' | 'unchanged'> {
    const marker = markerOf(note);
    if (marker !== null && marker.head === comment.headSha && marker.order > comment.order)
      return 'unchanged';
    if (sameText(note.body, body)) return 'unchanged';
    await api.send('PUT', [...path, note.id], { body }, z.unknown(), signal);
    return 'updated';
  }

  const [oldest, ...surplus] = await ownNotes();
  if (oldest !== undefined) {
    for (const note of surplus) await api.remove([...path, note.id], signal);
    return { status: await bringUpToDate(oldest), url: null, noteId: oldest.id };
  }
  const created = await api.send('POST', path, { body }, Note, signal);
  const first = (await ownNotes())[0];
  if (first === undefined || first.id >= created.id)
    return { status: 'created', url: null, noteId: created.id };
  await api.remove([...path, created.id], signal);
  return { status: await bringUpToDate(first), url: null, noteId: first.id };
}

function bodyWithMarker(comment: Comment): string {
  const key = encodeURIComponent(comment.key);
  const marker = `<!-- perf-agent key=${key} head=${comment.headSha} order=${comment.order} -->`;
  const body = `${marker}\n${inertText(comment.body)}`;
  if (body.length <= LONGEST_BODY) return body;
  const end = '\n\n… cut here, since GitLab takes no longer comments; the report has all of it.';
  return body.slice(0, LONGEST_BODY - end.length) + end;
}

/** The marker counts at the very start only: replies that quote a comment do not start with it. */
function markerOf(note: Note): { key: string; head: string; order: number } | null {
  const match = /^\s*<!-- perf-agent key=(\S+) head=(\S+) order=(\d+) -->/.exec(note.body);
  const [, key, head, order] = match ?? [];
  if (key === undefined || head === undefined || order === undefined) return null;
  return { key: decoded(key), head, order: Number(order) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** GitLab may normalise line ends and trim; that is no difference worth an update. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(a) === plain(b);
}
