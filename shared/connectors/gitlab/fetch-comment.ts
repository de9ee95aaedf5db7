import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { timeOf } from '../common/may-be-command.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { noteFrom } from './note-name.ts';

/** A note of a merge request, the fields that are used. */
const Note = z.object({
  body: z.string(),
  system: z.boolean().nullish(),
  created_at: z.string().max(60).nullish(),
  author: z.object({ id: z.int(), username: z.string().min(1).max(300) }).nullish(),
});

export async function fetchComment(
  api: GitlabApi,
  project: string,
  number: string,
  id: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchComment']> {
  const path = ['projects', project, 'merge_requests', number, 'notes', noteFrom(id).note];
  const note = await api.find(path, {}, Note, signal);
  if (note === null || note.system === true) return null;
  const { author } = note;
  if (author === null || author === undefined) return null;
  return {
    text: note.body,
    at: timeOf(note.created_at),
    author: { id: String(author.id), name: author.username },
  };
}
