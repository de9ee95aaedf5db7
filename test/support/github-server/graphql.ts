import type { LookAlikeReply } from '../serve-look-alike.ts';
import type { GithubReviewComment, GithubState } from './github-state.ts';

/** The three things that are asked of GraphQL: conversations of a pull request, resolving one, opening it again. */
export function answerGraphql(state: GithubState, body: Readonly<Record<string, unknown>>): LookAlikeReply {
  const query = String(body['query']);
  const variables = { ...(body['variables'] as Readonly<Record<string, unknown>> | undefined) };
  if (query.startsWith('query')) return answerThreads(state, variables);
  if (!state.mayResolve) {
    const message = 'Resource not accessible by integration';
    return { status: 200, value: { data: null, errors: [{ type: 'FORBIDDEN', message }] } };
  }
  const thread = everyComment(state).find(({ id }) => threadId(id) === variables['threadId']);
  if (thread === undefined) return { status: 200, value: { data: null, errors: [{ type: 'NOT_FOUND' }] } };
  thread.resolved = query.includes(' resolveReviewThread(');
  return { status: 200, value: { data: { thread: { id: threadId(thread.id) } } } };
}

function answerThreads(state: GithubState, variables: Readonly<Record<string, unknown>>): LookAlikeReply {
  const name = `${String(variables['owner'])}/${String(variables['name'])}`.toLowerCase();
  const pull = state.repositories.get(name)?.pulls.get(Number(variables['number']));
  if (pull === undefined) return { status: 200, value: { data: null, errors: [{ type: 'NOT_FOUND' }] } };
  const from = Number(variables['after'] ?? 0);
  const page = pull.reviewComments.slice(from, from + state.longestPage);
  const end = from + page.length;
  const reviewThreads = {
    pageInfo: { hasNextPage: end < pull.reviewComments.length, endCursor: String(end) },
    nodes: page.map(({ id, resolved }) => ({
      id: threadId(id),
      isResolved: resolved,
      comments: { nodes: [{ databaseId: id }] },
    })),
  };
  return { status: 200, value: { data: { repository: { pullRequest: { reviewThreads } } } } };
}

function everyComment(state: GithubState): readonly GithubReviewComment[] {
  return [...state.repositories.values()].flatMap(({ pulls }) =>
    [...pulls.values()].flatMap(({ reviewComments }) => reviewComments),
  );
}

function threadId(commentId: number): string {
  return `PRRT_${commentId}`;
}
