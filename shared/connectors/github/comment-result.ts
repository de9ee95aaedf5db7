import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { safeEventName } from '../common/event-words.ts';
import { mayBeCommand, timeOf } from '../common/may-be-command.ts';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';

const check = createEventChecker(GithubIssueCommentEvent, 'issue_comment event');

/** What a comment means: new ones of people under a pull request may command; edits and those of Apps and bots may not. */
export function commentResult(body: object): ChangeEvent {
  const { action, repository, issue, comment } = check(body);
  const event = `issue_comment:${safeEventName(action)}`;
  const ignored = (why: string): ChangeEvent => ({ kind: 'ignored', event, why });
  const { user } = comment;
  if (issue.pull_request === null || issue.pull_request === undefined)
    return ignored('the comment is on no pull request');
  if (action !== 'created') return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.body ?? '')) return ignored('the comment holds no command');
  const byProgram = user?.type === 'Bot' || (comment.performed_via_github_app ?? null) !== null;
  if (user === null || user === undefined || byProgram)
    return ignored('the comment was written by a program');
  return {
    kind: 'comment',
    event,
    project: repository.full_name,
    number: String(issue.number),
    comment: {
      id: String(comment.id),
      text: comment.body ?? '',
      at: timeOf(comment.created_at),
      author: { id: String(user.id), name: user.login },
    },
  };
}
