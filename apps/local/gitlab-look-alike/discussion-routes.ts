import { createHash } from 'node:crypto';
import { type ApiReply, type ApiRequest, badRequest, notFound, ok, type Route, textOf } from './api-reply.ts';
import type { GitlabMergeRequest, GitlabNote, GitlabProject, GitlabState } from './gitlab-state.ts';

type Handle = (mr: GitlabMergeRequest, project: GitlabProject, request: ApiRequest) => ApiReply;

/** Discussions of a merge request: notes of the conversation alone in theirs, and those on lines of the diff, which can be resolved. */
export function discussionRoutes(
  state: GitlabState,
  base: string,
  within: (state: GitlabState, handle: Handle) => Route['handle'],
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${base}/discussions`,
      handle: within(state, (mr) => ({ kind: 'list', items: mr.notes.map(discussionFrom) })),
    },
    {
      method: 'POST',
      path: `${base}/discussions`,
      handle: within(state, (mr, _project, request) => create(state, mr, request)),
    },
    {
      method: 'PUT',
      path: `${base}/discussions/:discussion`,
      handle: within(state, (mr, _project, request) => resolve(mr, request)),
    },
  ];
}

function discussionFrom(note: GitlabNote): unknown {
  const { line, ...plain } = note;
  if (line === undefined) return { id: `of-${note.id}`, individual_note: true, notes: [plain] };
  const { discussion, path, newLine, headSha, resolved } = line;
  const position = { position_type: 'text', head_sha: headSha, new_path: path, new_line: newLine };
  const shown = { ...plain, type: 'DiffNote', resolvable: true, resolved, position };
  return { id: discussion, individual_note: false, notes: [shown] };
}

function create(state: GitlabState, mr: GitlabMergeRequest, { body }: ApiRequest): ApiReply {
  if (mr.discussionLocked) return ok({ message: '403 Forbidden' }, 403);
  const text = textOf(body['body']);
  if (text === undefined || text === '') return badRequest('400 (Bad request) "Note" not given');
  const position = { ...(body['position'] as Readonly<Record<string, unknown>> | undefined) };
  const path = textOf(position['new_path']) ?? '';
  const newLine = Number(position['new_line']);
  const file = mr.diffs.find((one) => one.new_path === path && one.old_path === position['old_path']);
  const isOfHead = position['head_sha'] === mr.headSha && position['base_sha'] === mr.baseSha;
  if (file === undefined || !isOfHead || !addedLines(file.diff).has(newLine))
    return badRequest(
      '400 Bad request - Note {:line_code=>["can\'t be blank", "must be a valid line code"]}',
    );
  const now = state.now();
  const id = state.nextId();
  const note: GitlabNote = {
    id,
    body: text,
    author: state.bot,
    created_at: now,
    updated_at: now,
    system: false,
    line: {
      discussion: createHash('sha1').update(String(id)).digest('hex'),
      path,
      newLine,
      headSha: String(position['head_sha']),
      resolved: false,
    },
  };
  mr.notes.push(note);
  return ok(discussionFrom(note), 201);
}

/** A position with a new line alone is one of a line that was added. */
function addedLines(diff: string): ReadonlySet<number> {
  const added = new Set<number>();
  let line = 0;
  for (const text of diff.split('\n')) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) {
      line = Number(start);
      continue;
    }
    if (text.startsWith('+')) added.add(line);
    if (!text.startsWith('-')) line += 1;
  }
  return added;
}

function resolve(mr: GitlabMergeRequest, { params, body }: ApiRequest): ApiReply {
  const note = mr.notes.find(({ line }) => line?.discussion === params['discussion']);
  if (note?.line === undefined) return notFound('Discussion');
  if (typeof body['resolved'] !== 'boolean') return badRequest('resolved is missing');
  note.line.resolved = body['resolved'];
  return ok(discussionFrom(note));
}
