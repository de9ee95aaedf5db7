import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { safeEventName } from '../common/event-words.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { isByProgram } from './is-by-program.ts';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';

const check = createEventChecker(GithubIssueCommentEvent, 'issue_comment event');

/** What a comment means: new ones of people under a pull request may command; edits and those of Apps and bots may not. */
export function commentResult(body: object): ChangeEvent {
  const { action, repository, issue, comment } = check(body);
  const event = `issue_comment:${safeEventName(action)}`;
  const ignored = (why: string): ChangeEvent => ({ kind: 'ignored', event, why });
  if (issue.pull_request === null || issue.pull_request === undefined)
    return ignored('the comment is on no pull request');
  if (action !== 'created') return ignored('only new comments may hold a command');
  if (!mayBeCommand(comment.body ?? '')) return ignored('the comment holds no command');
  if (isByProgram(comment)) return ignored('the comment was written by a program');
  return {
    kind: 'comment',
    event,
    project: repository.full_name,
    number: String(issue.number),
    comment: { id: String(comment.id), text: comment.body ?? '' },
  };
}
