import { newComment } from './answer-repository.ts';
import { ensureRepository, type GithubPull, type GithubState } from './github-state.ts';

export interface SignedRequest {
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Hook<Action extends string> = (
  project: string,
  number: number,
  user: { readonly id: number; readonly login: string },
  body: string,
  action?: Action,
) => SignedRequest;

/** Somebody writes, and the webhook tells of it. */
export interface CommentHooks {
  readonly commentHook: Hook<'created' | 'edited'>;
  /** The same on a line of the diff. */
  readonly reviewCommentHook: Hook<'created' | 'edited'>;
  /** The same above the comments of a review. */
  readonly reviewHook: Hook<'submitted' | 'edited'>;
}

export function createCommentHooks(
  state: GithubState,
  pullOf: (project: string, number: number) => GithubPull,
  sign: (body: string, event: string) => SignedRequest,
): CommentHooks {
  function told(
    project: string,
    user: Parameters<Hook<string>>[2],
    event: string,
    about: object,
  ): SignedRequest {
    const { id, fullName } = ensureRepository(state, project);
    const body = { ...about, repository: { id, full_name: fullName }, sender: personOf(user) };
    return sign(JSON.stringify(body), event);
  }
  const urlOf = (project: string, number: number) =>
    `${state.url}/repos/${ensureRepository(state, project).fullName}/pulls/${number}`;
  return {
    commentHook(project, number, user, body, action = 'created') {
      const repository = ensureRepository(state, project);
      const comment = newComment(state, repository, pullOf(project, number), body, personOf(user), null);
      return told(project, user, 'issue_comment', { action, issue: { number, pull_request: {} }, comment });
    },
    reviewCommentHook(project, number, user, body, action = 'created') {
      const pull = pullOf(project, number);
      const comment = {
        ...{ id: state.nextId(), body, path: 'src/orders.ts', line: 1, commit_id: pull.headSha },
        ...{ user: personOf(user), resolved: false, pull_request_url: urlOf(project, number) },
      };
      pull.reviewComments.push(comment);
      const about = { action, pull_request: { number }, comment };
      return told(project, user, 'pull_request_review_comment', about);
    },
    reviewHook(project, number, user, body, action = 'submitted') {
      const review = {
        ...{ id: state.nextId(), body, submitted_at: new Date().toISOString(), user: personOf(user) },
        pull_request_url: urlOf(project, number),
      };
      pullOf(project, number).reviews.push(review);
      const about = { action, pull_request: { number }, review: { ...review, state: 'commented' } };
      return told(project, user, 'pull_request_review', about);
    },
  };
}

function personOf(user: Parameters<Hook<string>>[2]) {
  return { ...user, type: 'User' };
}
