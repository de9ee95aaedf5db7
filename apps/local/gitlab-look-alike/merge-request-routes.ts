import { type ApiReply, type ApiRequest, badRequest, notFound, ok, type Route, textOf } from './api-reply.ts';
import { discussionRoutes } from './discussion-routes.ts';
import {
  findProject,
  type GitlabMergeRequest,
  type GitlabProject,
  type GitlabState,
} from './gitlab-state.ts';

const LONGEST_NOTE = 1_000_000;

/** Merge requests, their diffs and notes. */
export function mergeRequestRoutes(state: GitlabState): readonly Route[] {
  const base = 'projects/:id/merge_requests/:iid';
  return [
    { method: 'GET', path: base, handle: within(state, (mr, project) => ok(replyFrom(state, project, mr))) },
    {
      method: 'GET',
      path: `${base}/diffs`,
      handle: within(state, (mr) => ({ kind: 'list', items: mr.diffs.map(withDefaults) })),
    },
    { method: 'GET', path: `${base}/raw_diffs`, handle: within(state, (mr) => rawDiffs(mr)) },
    {
      method: 'GET',
      path: `${base}/notes`,
      handle: within(state, (mr, _project, request) => listNotes(mr, request)),
    },
    {
      method: 'POST',
      path: `${base}/notes`,
      handle: within(state, (mr, _project, request) => createNote(state, mr, request)),
    },
    {
      method: 'GET',
      path: `${base}/notes/:note`,
      handle: within(state, (mr, _project, { params }) => {
        const note = mr.notes.find(({ id }) => id === Number(params['note']));
        return note === undefined ? notFound('Note') : ok(note);
      }),
    },
    {
      method: 'PUT',
      path: `${base}/notes/:note`,
      handle: within(state, (mr, _project, request) => updateNote(state, mr, request)),
    },
    {
      method: 'DELETE',
      path: `${base}/notes/:note`,
      handle: within(state, (mr, _project, request) => deleteNote(state, mr, request)),
    },
    ...discussionRoutes(state, base, within),
  ];
}

function within(
  state: GitlabState,
  handle: (mr: GitlabMergeRequest, project: GitlabProject, request: ApiRequest) => ApiReply,
): Route['handle'] {
  return (request) => {
    const project = findProject(state, request.params['id'] ?? '');
    if (project === undefined) return notFound('Project');
    const mr = project.mergeRequests.get(Number(request.params['iid']));
    return mr === undefined ? notFound('Not found') : handle(mr, project, request);
  };
}

function replyFrom(state: GitlabState, project: GitlabProject, mr: GitlabMergeRequest): unknown {
  const refs =
    mr.headSha === null || mr.baseSha === null
      ? null
      : { base_sha: mr.baseSha, head_sha: mr.headSha, start_sha: mr.baseSha };
  return {
    id: project.id * 1_000 + mr.iid,
    iid: mr.iid,
    project_id: project.id,
    title: mr.title,
    state: mr.state,
    sha: mr.headSha,
    diff_refs: refs,
    source_branch: mr.sourceBranch,
    target_branch: mr.targetBranch,
    source_project_id: mr.fork ? project.id + 1 : project.id,
    target_project_id: project.id,
    author: mr.author,
    draft: mr.draft,
    discussion_locked: mr.discussionLocked,
    changes_count: String(mr.diffs.length),
    head_pipeline: headPipelineOf(project, mr),
    web_url: `${state.url}/${project.path}/-/merge_requests/${mr.iid}`,
  };
}

function headPipelineOf({ pipelines }: GitlabProject, { iid, headSha }: GitlabMergeRequest): unknown {
  const found = pipelines.findLast((one) => one.iid === iid && one.parents.includes(headSha ?? ''));
  return found === undefined ? null : { id: found.id, sha: found.sha, ref: found.ref, status: 'running' };
}

function withDefaults(item: GitlabMergeRequest['diffs'][number]): unknown {
  return {
    a_mode: '100644',
    b_mode: '100644',
    new_file: false,
    renamed_file: false,
    deleted_file: false,
    generated_file: false,
    collapsed: false,
    too_large: false,
    ...item,
    ...(item.collapsed === true || item.too_large === true ? { diff: '' } : {}),
  };
}

function rawDiffs(mr: GitlabMergeRequest): ApiReply {
  const text = mr.diffs.map((item) => {
    const before = item.new_file === true ? '/dev/null' : `a/${item.old_path}`;
    const after = item.deleted_file === true ? '/dev/null' : `b/${item.new_path}`;
    return `diff --git a/${item.old_path} b/${item.new_path}\n--- ${before}\n+++ ${after}\n${item.diff}`;
  });
  return { kind: 'bytes', bytes: text.join('') };
}

function listNotes(mr: GitlabMergeRequest, { query }: ApiRequest): ApiReply {
  const onlyComments = query.get('activity_filter') === 'only_comments';
  const items = mr.notes.filter((note) => !onlyComments || !note.system).sort((a, b) => a.id - b.id);
  return { kind: 'list', items: query.get('sort') === 'asc' ? items : items.reverse() };
}

function createNote(state: GitlabState, mr: GitlabMergeRequest, request: ApiRequest): ApiReply {
  if (mr.discussionLocked) return ok({ message: '403 Forbidden' }, 403);
  const body = textOf(request.body['body']);
  if (body === undefined || body === '')
    return badRequest('400 (Bad request) "Note {:note=>["can\'t be blank"]}" not given');
  if (body.length > LONGEST_NOTE)
    return badRequest('400 (Bad request) "Note {:note=>["is too long"]}" not given');
  carryOut(mr, body);
  const now = state.now();
  const note = {
    id: state.nextId(),
    body,
    author: state.bot,
    created_at: now,
    updated_at: now,
    system: false,
  };
  mr.notes.push(note);
  return ok(note, 201);
}

/** GitLab's quick actions, those that this server could show: a text must not be able to close or merge. */
function carryOut(mr: GitlabMergeRequest, body: string): void {
  if (/^\/close\b/m.test(body)) mr.state = 'closed';
  if (/^\/merge\b/m.test(body)) mr.state = 'merged';
}

function updateNote(state: GitlabState, mr: GitlabMergeRequest, request: ApiRequest): ApiReply {
  const note = mr.notes.find(({ id }) => id === Number(request.params['note']));
  if (note === undefined) return notFound('Note');
  if (note.author.id !== state.bot.id) return ok({ message: '403 Forbidden' }, 403);
  note.body = textOf(request.body['body']) ?? note.body;
  carryOut(mr, note.body);
  note.updated_at = state.now();
  return ok(note);
}

function deleteNote(state: GitlabState, mr: GitlabMergeRequest, request: ApiRequest): ApiReply {
  const index = mr.notes.findIndex(({ id }) => id === Number(request.params['note']));
  const note = mr.notes[index];
  if (note === undefined) return notFound('Note');
  if (note.author.id !== state.bot.id) return ok({ message: '403 Forbidden' }, 403);
  mr.notes.splice(index, 1);
  return { kind: 'none', status: 204 };
}
