import type { GithubIssueCommentEvent } from './issue-comment-event.ts';

/** Whether an App or a bot wrote a comment. */
export function isByProgram({
  user,
  performed_via_github_app: app,
}: Pick<GithubIssueCommentEvent['comment'], 'user' | 'performed_via_github_app'>): boolean {
  return user?.type === 'Bot' || (app ?? null) !== null;
}
