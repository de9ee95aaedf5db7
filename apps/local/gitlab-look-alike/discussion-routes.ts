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
      handle: within(state, (mr) => ({ kind: 'list', items: discussionsOf(mr) })),
    },
    {
      method: 'POST',
      path: `${base}/discussions`,
      handle: within(state, (mr, _project, request) => create(state, mr, request)),
    },
    {
      method: 'POST',
      path: `${base}/discussions/:discussion/notes`,
      handle: within(state, (mr, _project, request) => reply(state, mr, request)),
    },
    {
      method: 'PUT',
      path: `${base}/discussions/:discussion`,
      handle: within(state, (mr, _project, request) => resolve(mr, request)),
    },
  ];
}

/** The discussion in which a note stands; one of the conversation is alone in its own until somebody replies. */
export function discussionOf(note: GitlabNote): string {
  return note.replyIn ?? note.line?.discussion ?? `of-${note.id}`;
}

function discussionsOf({ notes }: GitlabMergeRequest): readonly unknown[] {
  return notes.filter(({ replyIn }) => replyIn === undefined).map((first) => discussionFrom(first, notes));
}

function reply(state: GitlabState, mr: GitlabMergeRequest, { params, body }: ApiRequest): ApiReply {
  if (mr.discussionLocked) return ok({ message: '403 Forbidden' }, 403);
  const discussion = params['discussion'] ?? '';
  const text = textOf(body['body']);
  if (!mr.notes.some((note) => discussionOf(note) === discussion)) return notFound('Discussion');
  if (text === undefined || text === '') return badRequest('400 (Bad request) "Note" not given');
  const now = state.now();
  const made = { id: state.nextId(), body: text, author: state.bot, created_at: now, updated_at: now };
  const note: GitlabNote = { ...made, system: false, replyIn: discussion };
  mr.notes.push(note);
  return ok(note, 201);
}

function discussionFrom(note: GitlabNote, others: readonly GitlabNote[] = []): unknown {
  const { line, ...plain } = note;
  const replies = others.filter(({ replyIn }) => replyIn === discussionOf(note));
  if (line === undefined) {
    return { id: discussionOf(note), individual_note: replies.length === 0, notes: [plain, ...replies] };
  }
  const { discussion, path, newLine, headSha, resolved } = line;
  const position = { position_type: 'text', head_sha: headSha, new_path: path, new_line: newLine };
  const shown = { ...plain, type: 'DiffNote', resolvable: true, resolved, position };
  return { id: discussion, individual_note: false, notes: [shown, ...replies] };
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
