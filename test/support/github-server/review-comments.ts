import { type LookAlikeReply, type LookAlikeRequest, textValue } from '../serve-look-alike.ts';
import {
  BOT,
  type GithubPull,
  type GithubRepository,
  type GithubReviewComment,
  type GithubState,
} from './github-state.ts';
import { pageOf } from './page-of.ts';

const NOT_FOUND: LookAlikeReply = { status: 404, value: { message: 'Not Found' } };

/** `pulls/{number}/comments`, `pulls/comments/{id}` and `pulls/{number}/reviews/{id}`; replies do not say through which App they were written. */
export function answerReviewComments(
  state: GithubState,
  repository: GithubRepository,
  [first = '', second = '', third = '', fourth = '']: readonly string[],
  request: LookAlikeRequest,
): LookAlikeReply {
  if (first === 'comments') return answerOne(repository, Number(second), request);
  const pull = repository.pulls.get(Number(first));
  const review = pull?.reviews.find(({ id }) => second === 'reviews' && id === Number(third));
  if (review !== undefined) return { status: 200, value: review };
  if (pull === undefined || second !== 'comments') return NOT_FOUND;
  if (request.method === 'GET') return pageOf(state, pull.reviewComments.map(valueOf), request);
  if (pull.locked) return { status: 403, value: { message: 'This conversation is locked.' } };
  if (fourth === 'replies') return reply(state, pull, Number(third), request);
  return create(state, pull, request);
}

/** Only the comment that began a conversation takes replies. */
function reply(state: GithubState, pull: GithubPull, to: number, { body }: LookAlikeRequest): LookAlikeReply {
  const begin = pull.reviewComments.find(({ id }) => id === to);
  if (begin === undefined || begin.in_reply_to_id !== undefined) return NOT_FOUND;
  const text = textValue(body['body']) ?? '';
  const comment = { ...begin, id: state.nextId(), body: text, user: BOT, in_reply_to_id: to };
  pull.reviewComments.push(comment);
  return { status: 201, value: valueOf(comment) };
}

function create(state: GithubState, pull: GithubPull, { body }: LookAlikeRequest): LookAlikeReply {
  const path = textValue(body['path']) ?? '';
  const line = Number(body['line']);
  const file = pull.files.find(({ filename }) => filename === path);
  const fits = body['commit_id'] === pull.headSha && body['side'] === 'RIGHT';
  if (!fits || file?.patch === undefined || !linesOf(file.patch).has(line))
    return {
      status: 422,
      value: { message: 'Validation Failed', errors: ['line must be part of the diff'] },
    };
  const comment: GithubReviewComment = {
    id: state.nextId(),
    body: textValue(body['body']) ?? '',
    path,
    line,
    commit_id: pull.headSha,
    user: BOT,
    resolved: false,
  };
  pull.reviewComments.push(comment);
  return { status: 201, value: valueOf(comment) };
}

function valueOf({ resolved: _hidden, ...told }: GithubReviewComment): unknown {
  return told;
}

function answerOne(
  repository: GithubRepository,
  id: number,
  { method, body }: LookAlikeRequest,
): LookAlikeReply {
  for (const { reviewComments } of repository.pulls.values()) {
    const at = reviewComments.findIndex((one) => one.id === id);
    const found = reviewComments[at];
    if (found === undefined) continue;
    if (method === 'DELETE') {
      reviewComments.splice(at, 1);
      return { status: 204 };
    }
    if (method === 'PATCH') found.body = textValue(body['body']) ?? found.body;
    return { status: 200, value: valueOf(found) };
  }
  return NOT_FOUND;
}

/** Lines of the new file that the diff shows, added or around what was. */
function linesOf(patch: string): ReadonlySet<number> {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch.split('\n')) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) {
      line = Number(start);
      continue;
    }
    if (text.startsWith('-')) continue;
    shown.add(line);
    line += 1;
  }
  return shown;
}
