import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { GitlabApi } from './gitlab-api.ts';

const People = z.array(z.object({ username: z.string().max(300) }).nullish());

const MergeRequest = z.object({
  committers: z.object({ nodes: People.nullish() }).nullish(),
  commits: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(
      z.object({
        author: z.object({ username: z.string().max(300) }).nullish(),
        authorEmail: z.string().max(500).nullish(),
      }),
    ),
  }),
});
type MergeRequest = z.infer<typeof MergeRequest>;

const Answer = z.object({ project: z.object({ mergeRequest: MergeRequest.nullish() }).nullish() });

/** REST tells names and addresses of commits; GraphQL tells the users to whom GitLab found them to belong. */
const QUERY = `query commitAuthors($project: ID!, $number: String!, $after: String) {
  project(fullPath: $project) {
    mergeRequest(iid: $number) {
      committers(first: 100) { nodes { username } }
      commits(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { author { username } authorEmail }
      }
    }
  }
}`;

const MOST_PAGES = 20;

/**
 * Users who wrote or committed commits of the merge request, as GitLab knows them by their confirmed addresses; of a commit that belongs to no
 * user, its address. Empty where GitLab does not tell.
 */
export async function fetchCommitAuthors(
  api: GitlabApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const accounts = new Set<string>();
  let after: string | null = null;
  for (let read = 0; read < MOST_PAGES; read += 1) {
    const answer: z.infer<typeof Answer> | null = await api
      .ask(QUERY, { project, number, after }, Answer, signal)
      .catch(notTold);
    const found: MergeRequest | null = answer?.project?.mergeRequest ?? null;
    if (found === null) break;
    for (const account of accountsOf(found)) accounts.add(account);
    const { hasNextPage, endCursor }: MergeRequest['commits']['pageInfo'] = found.commits.pageInfo;
    after = endCursor ?? null;
    if (!hasNextPage || after === null) break;
  }
  return [...accounts];
}

function accountsOf({ committers, commits }: MergeRequest): readonly string[] {
  const told = [
    ...(committers?.nodes ?? []).map((user) => user?.username),
    ...commits.nodes.map(({ author, authorEmail }) => author?.username ?? authorEmail),
  ];
  return told.flatMap((account) =>
    account === null || account === undefined || account === '' ? [] : [account],
  );
}
