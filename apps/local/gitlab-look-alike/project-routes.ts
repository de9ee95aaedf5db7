import { type ApiReply, type ApiRequest, badRequest, notFound, ok, type Route, textOf } from './api-reply.ts';
import { latestStatuses, setStatus } from './commit-statuses.ts';
import { findProject, type GitlabProject, type GitlabState } from './gitlab-state.ts';

/** The token's user, files, commit statuses and issues. */
export function projectRoutes(state: GitlabState): readonly Route[] {
  return [
    { method: 'GET', path: 'user', handle: () => ok(state.bot) },
    {
      method: 'GET',
      path: 'projects/:id/repository/files/:path/raw',
      handle: within(state, (project, { params, query }) => {
        const file = project.files.get(`${query.get('ref') ?? 'HEAD'}:${params['path'] ?? ''}`);
        return file === undefined ? notFound('File') : { kind: 'bytes', bytes: file };
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/members/all/:user',
      handle: within(state, (project, { params }) => {
        const id = Number(params['user']);
        const level = project.members.get(id);
        return level === undefined ? notFound('Member') : ok({ id, state: 'active', access_level: level });
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/repository/commits/:sha/statuses',
      handle: within(state, (project, request) => ({
        kind: 'list',
        items: latestStatuses(project, request),
      })),
    },
    {
      method: 'POST',
      path: 'projects/:id/statuses/:sha',
      handle: within(state, (project, request) => {
        const heads = [...project.mergeRequests.values()];
        const gone = heads.some(({ headSha, branchGone }) => branchGone && headSha === request.params['sha']);
        return gone ? notFound('References for commit') : setStatus(state, project, request);
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/issues',
      handle: within(state, (project, request) => listIssues(project, request)),
    },
    {
      method: 'POST',
      path: 'projects/:id/issues',
      handle: within(state, (project, request) => createIssue(state, project, request)),
    },
    {
      method: 'PUT',
      path: 'projects/:id/issues/:iid',
      handle: within(state, (project, request) => updateIssue(project, request)),
    },
  ];
}

function within(
  state: GitlabState,
  handle: (project: GitlabProject, request: ApiRequest) => ApiReply,
): Route['handle'] {
  return (request) => {
    const project = findProject(state, request.params['id'] ?? '');
    return project === undefined ? notFound('Project') : handle(project, request);
  };
}

function listIssues(project: GitlabProject, { query }: ApiRequest): ApiReply {
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const wantedState = query.get('state') ?? 'all';
  const items = project.issues.filter(
    (issue) =>
      labels.every((label) => issue.labels.includes(label)) &&
      (wantedState === 'all' || issue.state === wantedState),
  );
  return { kind: 'list', items: query.get('sort') === 'asc' ? items : [...items].reverse() };
}

function createIssue(state: GitlabState, project: GitlabProject, { body }: ApiRequest): ApiReply {
  const title = textOf(body['title']);
  if (title === undefined || title === '') return badRequest('title is missing');
  const iid = project.issues.length + 1;
  const issue = {
    id: state.nextId(),
    iid,
    title,
    description: textOf(body['description']) ?? '',
    labels: labelsOf(body['labels']),
    state: 'opened' as const,
    web_url: `${state.url}/${project.path}/-/issues/${iid}`,
    created_at: state.now(),
  };
  project.issues.push(issue);
  return ok(issue, 201);
}

function updateIssue(project: GitlabProject, { params, body }: ApiRequest): ApiReply {
  const issue = project.issues.find(({ iid }) => iid === Number(params['iid']));
  if (issue === undefined) return notFound('Issue');
  issue.title = textOf(body['title']) ?? issue.title;
  issue.description = textOf(body['description']) ?? issue.description;
  issue.labels = [...new Set([...issue.labels, ...labelsOf(body['add_labels'])])];
  if (body['state_event'] === 'close') issue.state = 'closed';
  if (body['state_event'] === 'reopen') issue.state = 'opened';
  return ok(issue);
}

function labelsOf(value: unknown): string[] {
  return (textOf(value) ?? '').split(',').filter((label) => label !== '');
}
