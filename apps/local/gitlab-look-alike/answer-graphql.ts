import { findProject, type GitlabState } from './gitlab-state.ts';

const PAGE = 100;

/** The two questions of GraphQL that are asked: who wrote the commits of a merge request, and who changed a file last. A project is known by its path alone. */
export function answerGraphql(state: GitlabState, { variables }: Readonly<Record<string, unknown>>): unknown {
  const {
    project = '',
    number = '',
    after,
    path,
    ref,
  } = Object(variables) as Readonly<Record<string, string | null>>;
  const isPath = (project ?? '').includes('/');
  const known = isPath ? findProject(state, project ?? '') : undefined;
  if (typeof path === 'string') {
    const username = known?.lastAuthors.get(`${ref ?? ''}:${path}`);
    const lastCommit = username === undefined ? null : { author: { username, bot: false } };
    return { data: { project: known === undefined ? null : { repository: { tree: { lastCommit } } } } };
  }
  const mr = known?.mergeRequests.get(Number(number));
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
