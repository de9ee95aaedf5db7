import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { AzureDevopsCommentEvent } from './comment-event.ts';

export const COMMENT_EVENT = 'ms.vss-code.git-pullrequest-comment-event';

const check = createEventChecker(AzureDevopsCommentEvent, 'pull request comment event');

/** Only ids are taken from the address; it is never asked itself. */
const THREAD = /(?:\/repositories\/([0-9a-f-]{36})\/pullRequests\/(\d{1,9}))?\/threads\/(\d{1,9})$/i;

/** What a comment means: new ones may command. Nothing is signed, so nothing but its name is believed (fetch-comment.ts). */
export function commentResult(body: object): ChangeEvent {
  const { comment, pullRequest } = check(body).resource ?? {};
  if (comment === null || comment === undefined) throw withoutDetails('/resource/comment');
  const event = COMMENT_EVENT;
  const ignored = (why: string): ChangeEvent => ({ kind: 'ignored', event, why });
  if (comment.isDeleted === true || isEdited(comment)) return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.content ?? '')) return ignored('the comment holds no command');
  const named = THREAD.exec(comment._links?.threads?.href ?? '');
  if (named === null) return ignored('the event does not say in which thread the comment stands');
  const [, repository, number, thread] = named;
  return {
    kind: 'comment',
    event,
    ...placeOf(pullRequest, repository, number),
    comment: { id: `${thread ?? ''}/${comment.id}`, text: comment.content ?? '' },
  };
}

function placeOf(
  pullRequest: NonNullable<AzureDevopsCommentEvent['resource']>['pullRequest'],
  repository: string | undefined,
  number: string | undefined,
): { readonly project: string; readonly number: string } {
  if (pullRequest !== null && pullRequest !== undefined)
    return { project: pullRequest.repository.id, number: String(pullRequest.pullRequestId) };
  if (repository === undefined || number === undefined) throw withoutDetails('/resource/pullRequest');
  return { project: repository, number };
}

function withoutDetails(field: string): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `Field "${field}" of the pull request comment event is missing; let the subscription send its resource details.`,
    { details: { field } },
  );
}

type Comment = NonNullable<NonNullable<AzureDevopsCommentEvent['resource']>['comment']>;

function isEdited({ publishedDate, lastContentUpdatedDate }: Comment): boolean {
  return (
    typeof publishedDate === 'string' &&
    typeof lastContentUpdatedDate === 'string' &&
    publishedDate !== lastContentUpdatedDate
  );
}
