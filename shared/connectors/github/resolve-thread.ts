import * as z from 'zod';
import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';
import type { GithubApi } from './github-api.ts';

const THREADS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { databaseId } } }
      }
    }
  }
}`;

const Threads = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(
          z.object({
            id: z.string(),
            isResolved: z.boolean(),
            comments: z.object({ nodes: z.array(z.object({ databaseId: z.int().nullish() })) }),
          }),
        ),
      }),
    }),
  }),
});
type Thread = z.infer<typeof Threads>['repository']['pullRequest']['reviewThreads']['nodes'][number];

const MOST_PAGES = 20;

/**
 * Resolves the conversation of a review comment, or opens it again; only GraphQL can. A token that may not (an App needs "Contents: write" for it) leaves
 * the conversation as it is: the comment says itself that it is resolved.
 */
export async function setThreadResolved(
  api: GithubApi,
  change: { readonly project: string; readonly number: string },
  commentId: number,
  resolved: boolean,
  signal: AbortSignal,
): Promise<void> {
  const verb = resolved ? 'resolveReviewThread' : 'unresolveReviewThread';
  try {
    const thread = await findThread(api, change, commentId, signal);
    if (thread === null || thread.isResolved === resolved) return;
    const mutation = `mutation($threadId: ID!) { ${verb}(input: { threadId: $threadId }) { thread { id } } }`;
    await api.ask(change.project, mutation, { threadId: thread.id }, z.unknown(), signal);
  } catch (error) {
    if (!PipelineError.is(error) || !CANNOT.includes(error.code)) throw error;
  }
}

const CANNOT = ['REMOTE_FORBIDDEN', 'REMOTE_NOT_FOUND', 'REMOTE_REFUSED'];

async function findThread(
  api: GithubApi,
  { project, number }: { readonly project: string; readonly number: string },
  commentId: number,
  signal: AbortSignal,
): Promise<Thread | null> {
  const [owner, name] = project.split('/');
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const variables = { owner, name, number: Number(number), after };
    const reply: z.infer<typeof Threads> = await api.ask(project, THREADS, variables, Threads, signal);
    const { nodes, pageInfo } = reply.repository.pullRequest.reviewThreads;
    const found = nodes.find(({ comments }) => comments.nodes[0]?.databaseId === commentId);
    if (found !== undefined) return found;
    if (!pageInfo.hasNextPage) return null;
    after = pageInfo.endCursor ?? null;
  }
  throw new PermanentError('REMOTE_REFUSED', `Pull request ${number} has too many conversations to search.`);
}
