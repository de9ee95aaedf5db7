import { findProject, type GitlabState } from './gitlab-state.ts';

const PAGE = 100;

/** The one question of GraphQL that is asked: who wrote the commits of a merge request. A project is known by its path alone. */
export function answerGraphql(state: GitlabState, { variables }: Readonly<Record<string, unknown>>): unknown {
  const { project = '', number = '', after } = Object(variables) as Readonly<Record<string, string | null>>;
  const isPath = (project ?? '').includes('/');
  const mr = isPath ? findProject(state, project ?? '')?.mergeRequests.get(Number(number)) : undefined;
  if (mr === undefined) return { data: { project: null } };
  const from = Number(after ?? 0);
  const nodes = mr.commits.slice(from, from + PAGE).map(({ username, email }) => ({
    author: username === null ? null : { username },
    authorEmail: email,
  }));
  const hasNextPage = from + PAGE < mr.commits.length;
  const commits = { pageInfo: { hasNextPage, endCursor: String(from + PAGE) }, nodes };
  return { data: { project: { mergeRequest: { committers: { nodes: [] }, commits } } } };
}
