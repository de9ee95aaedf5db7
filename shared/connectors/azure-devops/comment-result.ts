import * as z from 'zod';
import type { ChangeEvent, ParsedEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mayBeCommand, timeOf } from '../common/may-be-command.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { AzureDevopsCommentEvent } from './comment-event.ts';

export const COMMENT_EVENT = 'ms.vss-code.git-pullrequest-comment-event';

const check = createEventChecker(AzureDevopsCommentEvent, 'pull request comment event');

const Comment = z.object({
  id: z.int(),
  content: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  commentType: z.string().nullish(),
  publishedDate: z.string().nullish(),
  author: z.object({ id: z.string().min(1).max(100), displayName: z.string().max(300).nullish() }),
});

/** A comment as an event names it. */
export interface NamedComment {
  readonly repository: string;
  readonly number: string;
  readonly thread: string;
  readonly comment: string;
}

/** What a comment means: it only names itself, since nothing is signed; `read` asks Azure DevOps what it says and who wrote it. */
export function commentResult(
  body: object,
  read: (named: NamedComment, signal: AbortSignal) => Promise<ChangeEvent>,
): ParsedEvent {
  const { comment, pullRequest } = check(body).resource;
  const event = COMMENT_EVENT;
  const ignored = (why: string): ParsedEvent => ({ kind: 'ignored', event, why });
  if (comment.isDeleted === true || isEdited(comment)) return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.content ?? '')) return ignored('the comment holds no command');
  const thread = /\/threads\/(\d{1,9})$/i.exec(comment._links?.threads?.href ?? '')?.[1];
  if (thread === undefined) return ignored('the event does not say in which thread the comment stands');
  const named = {
    repository: pullRequest.repository.id,
    number: String(pullRequest.pullRequestId),
    thread,
    comment: String(comment.id),
  };
  return { kind: 'named', event, read: (signal) => read(named, signal) };
}

/** The comment as Azure DevOps has it now. */
export async function readComment(
  api: AzureDevopsApi,
  { repository, number, thread, comment }: NamedComment,
  signal: AbortSignal,
): Promise<ChangeEvent> {
  const event = COMMENT_EVENT;
  const path = ['pullRequests', number, 'threads', thread, 'comments', comment];
  const found = await api.find(repository, path, {}, Comment, signal);
  const text = found?.content ?? '';
  if (found === null || found.isDeleted === true || found.commentType === 'system' || !mayBeCommand(text)) {
    return { kind: 'ignored', event, why: 'Azure DevOps has no such comment with a command' };
  }
  const { author, publishedDate } = found;
  return {
    kind: 'comment',
    event,
    project: repository,
    number,
    comment: {
      id: `${thread}/${comment}`,
      text,
      at: timeOf(publishedDate),
      author: { id: author.id, name: author.displayName ?? author.id },
    },
  };
}

function isEdited({
  publishedDate,
  lastContentUpdatedDate,
}: AzureDevopsCommentEvent['resource']['comment']): boolean {
  return (
    typeof publishedDate === 'string' &&
    typeof lastContentUpdatedDate === 'string' &&
    publishedDate !== lastContentUpdatedDate
  );
}
