import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { timeOf } from '../common/may-be-command.ts';
import { commentFrom } from './comment-name.ts';
import type { GithubApi } from './github-api.ts';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';
import { isByProgram } from './is-by-program.ts';

/** A comment as the event tells it, with where it stands. */
const Comment = GithubIssueCommentEvent.shape.comment.extend({
  submitted_at: z.string().max(60).nullish(),
  issue_url: z.string().max(2_000).nullish(),
  pull_request_url: z.string().max(2_000).nullish(),
});

/** Comments have numbers of their own in the repository, so it has to be asked whether this one stands under the change. */
export async function fetchComment(
  api: GithubApi,
  project: string,
  number: string,
  id: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchComment']> {
  const named = commentFrom(id);
  const of = named.on === 'conversation' ? 'issues' : 'pulls';
  const path = named.on === 'review' ? [of, number, 'reviews', named.id] : [of, 'comments', named.id];
  const comment = await api.find(project, path, {}, Comment, signal);
  if (comment === null || isByProgram(comment)) return null;
  const url = comment.pull_request_url ?? comment.issue_url;
  const isElsewhere = typeof url === 'string' && !url.endsWith(`/${of}/${number}`);
  const { id: authorId, login } = comment.user ?? {};
  // An account that was deleted answers for nothing.
  if (isElsewhere || typeof authorId !== 'number' || typeof login !== 'string') return null;
  return {
    text: comment.body ?? '',
    at: timeOf(comment.created_at ?? comment.submitted_at),
    author: { id: String(authorId), name: login },
  };
}
