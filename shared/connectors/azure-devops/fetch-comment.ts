import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { timeOf } from '../common/may-be-command.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';

/** A comment of a thread, the fields that are used. */
const Comment = z.object({
  content: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  commentType: z.string().nullish(),
  publishedDate: z.string().nullish(),
  author: z.object({ id: z.string().min(1).max(100), displayName: z.string().max(300).nullish() }).nullish(),
});

/** @param id thread and comment, `12/1` */
export async function fetchComment(
  api: AzureDevopsApi,
  project: string,
  number: string,
  id: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchComment']> {
  const [thread = '', comment = ''] = id.split('/');
  const path = ['pullRequests', number, 'threads', thread, 'comments', comment];
  const found = await api.find(project, path, {}, Comment, signal);
  if (found === null || found.isDeleted === true || found.commentType === 'system') return null;
  const { author, content, publishedDate } = found;
  if (author === null || author === undefined) return null;
  return {
    text: content ?? '',
    at: timeOf(publishedDate),
    author: { id: author.id, name: author.displayName ?? author.id },
  };
}
