import type { GithubIssueCommentEvent } from './issue-comment-event.ts';

/** Whether an App, a bot or nobody any more wrote a comment. */
export function isByProgram({
  user,
  performed_via_github_app: app,
}: GithubIssueCommentEvent['comment']): boolean {
  return user === null || user === undefined || user.type === 'Bot' || (app ?? null) !== null;
}
