import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { ensureStickyComment } from '../common/ensure-sticky-comment.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { inertText } from './inert-text.ts';
import { noteFrom } from './note-name.ts';

type Comment = Parameters<ChangeHost['ensureComment']>[0];

/** The fields that are used of a note. */
export const Note = z.object({ id: z.int(), body: z.string(), author: z.object({ id: z.int() }).nullish() });
type Note = z.infer<typeof Note>;

const MOST_PAGES = 100;
/** `longest` is the documented limit of a note's body. */
const FLAVOUR = { host: 'GitLab', longest: 1_000_000, inert: inertText };

/** The sticky comment as a note of the merge request; an answer in the discussion of what it answers. @returns the note's id, too */
export async function ensureComment(
  api: GitlabApi,
  ownUserId: number,
  comment: Comment,
  signal: AbortSignal,
): ReturnType<typeof ensureStickyComment> {
  const mergeRequest = ['projects', comment.project, 'merge_requests', comment.number];
  const path = [...mergeRequest, 'notes'];
  const discussion = comment.answers === undefined ? null : noteFrom(comment.answers).discussion;
  const newPath = discussion === null ? path : [...mergeRequest, 'discussions', discussion, 'notes'];
  const store = {
    async listOwn() {
      const found: Note[] = [];
      const query = { sort: 'asc', order_by: 'created_at', activity_filter: 'only_comments' };
      for await (const note of api.list(path, query, Note, MOST_PAGES, signal)) {
        if (note.author?.id === ownUserId) found.push(note);
      }
      return found;
    },
    create: (body: string) => api.send('POST', newPath, { body }, Note, signal),
    async update(id: number, body: string) {
      await api.send('PUT', [...path, id], { body }, z.unknown(), signal);
    },
    remove: (id: number) => api.remove([...path, id], signal),
  };
  return ensureStickyComment(store, comment, FLAVOUR);
}
