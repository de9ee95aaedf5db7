import { createHash } from 'node:crypto';
import { type ApiReply, type ApiRequest, notFound, ok, type Route } from './api-reply.ts';
import { findProject, type GitlabProject, type GitlabState } from './gitlab-state.ts';

/** What commits hold and how they differ. */
export function codeRoutes(state: GitlabState): readonly Route[] {
  return [
    {
      method: 'GET',
      path: 'projects/:id',
      handle: within(state, ({ id, path, archived }) => ok({ id, path_with_namespace: path, archived })),
    },
    {
      method: 'GET',
      path: 'projects/:id/pipelines/:pipeline',
      handle: within(state, ({ pipelines }, { params }) => {
        const found = pipelines.find(({ id }) => id === Number(params['pipeline']));
        if (found === undefined) return notFound('Pipeline');
        const { id, sha, ref } = found;
        return ok({ id, sha, ref, source: 'merge_request_event', status: 'running' });
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/repository/commits/:sha',
      handle: within(state, ({ pipelines }, { params }) => {
        const sha = params['sha'] ?? '';
        const parents = pipelines.find((one) => one.sha === sha)?.parents ?? [];
        return ok({ id: sha, parent_ids: parents });
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/repository/tree',
      handle: within(state, (project, { query }) => {
        const sha = query.get('ref') ?? 'HEAD';
        const id = createHash('sha1')
          .update(project.code.get(sha) ?? sha)
          .digest('hex');
        return { kind: 'list', items: [{ id, name: 'src', type: 'tree', path: 'src', mode: '040000' }] };
      }),
    },
    {
      method: 'GET',
      path: 'projects/:id/repository/compare',
      handle: within(state, (project, { query }) => {
        const paths = project.movements.get(`${query.get('from') ?? ''}..${query.get('to') ?? ''}`);
        if (paths === undefined) return notFound('Ref');
        return ok({
          diffs: paths.map((path) => ({ old_path: path, new_path: path, diff: '' })),
          compare_timeout: false,
        });
      }),
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
