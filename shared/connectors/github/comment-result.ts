import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { safeEventName } from '../common/event-words.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { commentName } from './comment-name.ts';
import { isByProgram } from './is-by-program.ts';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';
import { GithubReviewCommentEvent } from './review-comment-event.ts';
import { GithubReviewEvent } from './review-event.ts';

const checkIssue = createEventChecker(GithubIssueCommentEvent, 'issue_comment event');
const checkLine = createEventChecker(GithubReviewCommentEvent, 'pull_request_review_comment event');
const checkReview = createEventChecker(GithubReviewEvent, 'pull_request_review event');

/** What a comment of the conversation means: new ones of people under a pull request may command; edits and those of Apps and bots may not. */
export function commentResult(body: object): ChangeEvent {
  const { action, repository, issue, comment } = checkIssue(body);
  const event = `issue_comment:${safeEventName(action)}`;
  if (issue.pull_request === null || issue.pull_request === undefined)
    return { kind: 'ignored', event, why: 'the comment is on no pull request' };
  const where = { event, project: repository.full_name, number: String(issue.number) };
  return heard(where, action, comment, commentName({ on: 'conversation', id: String(comment.id) }));
}

/** The same for a comment on a line of the diff. */
export function reviewCommentResult(body: object): ChangeEvent {
  const { action, repository, pull_request: pull, comment } = checkLine(body);
  const event = `pull_request_review_comment:${safeEventName(action)}`;
  const where = { event, project: repository.full_name, number: String(pull.number) };
  const begin = String(comment.in_reply_to_id ?? comment.id);
  return heard(where, action, comment, commentName({ on: 'line', id: String(comment.id), begin }));
}

/** The same for what stands above the comments of a review. */
export function reviewResult(body: object): ChangeEvent {
  const { action, repository, pull_request: pull, review } = checkReview(body);
  const event = `pull_request_review:${safeEventName(action)}`;
  const where = { event, project: repository.full_name, number: String(pull.number) };
  return heard(where, action, review, commentName({ on: 'review', id: String(review.id) }));
}

/** What new ones are called: a review is submitted once, however long it was written. */
const NEW = ['created', 'submitted'];

function heard(
  where: { readonly event: string; readonly project: string; readonly number: string },
  action: string,
  comment: Pick<GithubIssueCommentEvent['comment'], 'body' | 'user' | 'performed_via_github_app'>,
  id: string,
): ChangeEvent {
  const ignored = (why: string): ChangeEvent => ({ kind: 'ignored', event: where.event, why });
  if (!NEW.includes(action)) return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.body ?? '')) return ignored('the comment holds no command');
  if (isByProgram(comment)) return ignored('the comment was written by a program');
  return { kind: 'comment', ...where, comment: { id, text: comment.body ?? '' } };
}
