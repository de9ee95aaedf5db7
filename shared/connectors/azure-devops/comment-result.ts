import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { AzureDevopsCommentEvent } from './comment-event.ts';

export const COMMENT_EVENT = 'ms.vss-code.git-pullrequest-comment-event';

const check = createEventChecker(AzureDevopsCommentEvent, 'pull request comment event');

/** What a comment means: new ones may command. Nothing is signed, so nothing but its name is believed (fetch-comment.ts). */
export function commentResult(body: object): ChangeEvent {
  const { comment, pullRequest } = check(body).resource;
  const event = COMMENT_EVENT;
  const ignored = (why: string): ChangeEvent => ({ kind: 'ignored', event, why });
  if (comment.isDeleted === true || isEdited(comment)) return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.content ?? '')) return ignored('the comment holds no command');
  const thread = /\/threads\/(\d{1,9})$/i.exec(comment._links?.threads?.href ?? '')?.[1];
  if (thread === undefined) return ignored('the event does not say in which thread the comment stands');
  return {
    kind: 'comment',
    event,
    project: pullRequest.repository.id,
    number: String(pullRequest.pullRequestId),
    comment: { id: `${thread}/${comment.id}`, text: comment.content ?? '' },
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
