import type { LookAlikeReply, LookAlikeRequest } from '../serve-look-alike.ts';
import { textValue } from '../serve-look-alike.ts';
import { answerReviewComments } from './review-comments.ts';
import { createCheckRun, listCheckRuns, updateCheckRun } from './check-runs.ts';
import { pageOf } from './page-of.ts';
import {
  APP_ID,
  BOT,
  type GithubComment,
  type GithubCommit,
  type GithubPull,
  type GithubRepository,
  type GithubState,
} from './github-state.ts';

const LONGEST_BODY = 65_536;
const LONGEST_DESCRIPTION = 140;
const NOT_FOUND: LookAlikeReply = { status: 404, value: { message: 'Not Found' } };

/** Answers what stands below `/repos/{owner}/{repo}`; `rest` are the segments after them. */
export function answerRepository(
  state: GithubState,
  repository: GithubRepository,
  rest: readonly string[],
  request: LookAlikeRequest,
  as: 'app' | 'user',
): LookAlikeReply {
  const [what = '', second = '', third = ''] = rest;
  const { method, body } = request;
  if (what === 'collaborators') return answerPermission(repository, second);
  if (method === 'GET') return answerReading(state, repository, rest, request, as);
  if (repository.archived) return forbidden('Repository was archived so is read-only.');
  switch (`${method} ${what}`) {
    case 'POST statuses':
      return createStatus(state, repository, second, body);
    case 'POST check-runs':
      return as === 'app'
        ? createCheckRun(state, repository, body)
        : forbidden('You must authenticate via a GitHub App.');
    case 'PATCH check-runs':
      return updateCheckRun(repository, Number(second), body);
    case `${method} pulls`:
      return answerReviewComments(state, repository, rest.slice(1), request);
    default:
      return what === 'issues' ? answerIssue(state, repository, [second, third], request, as) : NOT_FOUND;
  }
}

function answerReading(
  state: GithubState,
  repository: GithubRepository,
  rest: readonly string[],
  request: LookAlikeRequest,
  as: 'app' | 'user',
): LookAlikeReply {
  const [what = '', second = '', third = ''] = rest;
  switch (what) {
    case '':
      return { status: 200, value: { id: repository.id, archived: repository.archived } };
    case 'pulls':
      if (['comments', 'reviews'].includes(third) || second === 'comments')
        return answerReviewComments(state, repository, rest.slice(1), request);
      return answerPull(state, repository, repository.pulls.get(Number(second)), third, request);
    case 'contents':
      return answerContent(repository, rest.slice(1).join('/'), request);
    case 'compare':
      return answerComparison(repository, second);
    case 'git':
      return { status: 200, value: { sha: third, tree: { sha: repository.trees.get(third) ?? third } } };
    case 'commits':
      return answerCommit(state, repository, [second, third], request);
    default:
      return what === 'issues' ? answerIssue(state, repository, [second, third], request, as) : NOT_FOUND;
  }
}

/** `GET …/collaborators/{login}/permission`; 404 for who is nobody. */
function answerPermission({ permissions }: GithubRepository, login: string): LookAlikeReply {
  const permission = permissions.get(login);
  if (permission === undefined) return NOT_FOUND;
  return { status: 200, value: { permission, role_name: permission, user: { login } } };
}

function answerCommit(
  state: GithubState,
  repository: GithubRepository,
  [of = '', what = '']: readonly string[],
  request: LookAlikeRequest,
): LookAlikeReply {
  if (of === '') return answerLastCommit(repository, request);
  if (what === 'check-runs') return listCheckRuns(state, repository, of, request);
  if (what === 'pulls') return answerPullsOf(state, repository, of, request);
  return pageOf(state, repository.statuses.filter(({ sha }) => sha === of).reverse(), request);
}

/** `GET …/commits?path=&sha=`, as far as it is asked for: the newest. */
function answerLastCommit({ lastAuthors }: GithubRepository, { url }: LookAlikeRequest): LookAlikeReply {
  const { sha, path } = Object.fromEntries(url.searchParams);
  const login = lastAuthors.get(`${sha ?? ''}:${path ?? ''}`);
  return { status: 200, value: login === undefined ? [] : [{ author: { id: 43, login, type: 'User' } }] };
}

/** `GET …/commits/{sha}/pulls`, as far as it is asked for: those whose head the commit is. */
function answerPullsOf(
  state: GithubState,
  repository: GithubRepository,
  sha: string,
  request: LookAlikeRequest,
): LookAlikeReply {
  const pulls = [...repository.pulls.values()].filter(({ headSha }) => headSha === sha);
  return pageOf(
    state,
    pulls.map((pull) => pullValue(state, repository, pull)),
    request,
  );
}

function answerComparison(repository: GithubRepository, range: string): LookAlikeReply {
  const moved = repository.movements.get(range);
  if (moved !== undefined) {
    const files = moved.map((filename) => ({ filename, status: 'modified' }));
    return { status: 200, value: { status: 'ahead', files, merge_base_commit: { sha: range.slice(0, 40) } } };
  }
  const head = range.split('...')[1];
  const pull = [...repository.pulls.values()].find(({ headSha }) => headSha === head);
  if (pull === undefined) return NOT_FOUND;
  return {
    status: 200,
    value: { merge_base_commit: { sha: pull.mergeBaseSha ?? pull.baseSha }, commits: [] },
  };
}

function answerContent(
  repository: GithubRepository,
  path: string,
  { url }: LookAlikeRequest,
): LookAlikeReply {
  const content = repository.files.get(`${url.searchParams.get('ref') ?? ''}:${path}`);
  return content === undefined ? NOT_FOUND : { status: 200, bytes: content };
}

function answerPull(
  state: GithubState,
  repository: GithubRepository,
  pull: GithubPull | undefined,
  part: string,
  request: LookAlikeRequest,
): LookAlikeReply {
  if (pull === undefined) return NOT_FOUND;
  if (part === 'files') return pageOf(state, pull.files, request);
  if (part === 'commits') return pageOf(state, pull.commits.map(commitValue), request);
  if (String(request.headers['accept']).includes('diff')) {
    return pull.rawDiff === null
      ? { status: 406, value: { message: 'Sorry, the diff exceeded the maximum number of lines (20000)' } }
      : { status: 200, bytes: pull.rawDiff };
  }
  return { status: 200, value: pullValue(state, repository, pull) };
}

function commitValue({ login, email }: GithubCommit): unknown {
  const person = { name: 'Somebody', email };
  const web = { name: 'GitHub', email: 'noreply@github.com' };
  return {
    author: login === null ? null : { id: 42, login },
    committer: { id: 19_864_447, login: 'web-flow' },
    commit: { author: person, committer: web, message: 'Change something' },
  };
}

export function pullValue(
  state: GithubState,
  repository: GithubRepository,
  pull: GithubPull,
): Record<string, unknown> {
  return {
    id: repository.id * 1_000 + pull.number,
    number: pull.number,
    title: pull.title,
    html_url: `${state.url}/${repository.fullName}/pull/${pull.number}`,
    user: { id: 42, login: 'jane' },
    state: pull.state,
    draft: pull.draft,
    locked: pull.locked,
    merged: pull.merged,
    changed_files: pull.files.length,
    head: { sha: pull.headSha, ref: 'feature', repo: { id: pull.fork ? 99 : repository.id } },
    base: { sha: pull.baseSha, ref: pull.targetBranch, repo: { id: repository.id } },
  };
}

function answerIssue(
  state: GithubState,
  repository: GithubRepository,
  rest: readonly string[],
  request: LookAlikeRequest,
  as: 'app' | 'user',
): LookAlikeReply {
  const { method, body } = request;
  if (rest[0] === 'comments') return answerComment(repository, Number(rest[1]), method, body);
  const pull = repository.pulls.get(Number(rest[0]));
  if (pull === undefined || rest[1] !== 'comments') return NOT_FOUND;
  if (method === 'GET') return pageOf(state, pull.comments, request);
  if (pull.locked) return forbidden('Unable to create comment because issue is locked.');
  const text = textValue(body['body']) ?? '';
  if (text.length > LONGEST_BODY) return unprocessable('Body is too long (maximum is 65536 characters)');
  const comment = newComment(state, repository, pull, text, BOT, as === 'app' ? APP_ID : null);
  return { status: 201, value: comment };
}

export function newComment(
  state: GithubState,
  repository: GithubRepository,
  pull: GithubPull,
  body: string,
  user: { readonly id: number; readonly login: string; readonly type?: string },
  appId: number | null,
): GithubComment {
  const id = state.nextId();
  const comment = {
    id,
    body,
    html_url: `${state.url}/${repository.fullName}/pull/${pull.number}#issuecomment-${id}`,
    issue_url: `${state.url}/repos/${repository.fullName}/issues/${pull.number}`,
    created_at: new Date().toISOString(),
    user,
    performed_via_github_app: appId === null ? null : { id: appId },
  };
  pull.comments.push(comment);
  return comment;
}

function answerComment(
  repository: GithubRepository,
  id: number,
  method: string,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  for (const { comments } of repository.pulls.values()) {
    const at = comments.findIndex((comment) => comment.id === id);
    const comment = comments[at];
    if (comment === undefined) continue;
    if (method === 'GET') return { status: 200, value: comment };
    if (method === 'DELETE') {
      comments.splice(at, 1);
      return { status: 204 };
    }
    const text = textValue(body['body']) ?? '';
    if (text.length > LONGEST_BODY) return unprocessable('Body is too long (maximum is 65536 characters)');
    comment.body = text;
    return { status: 200, value: comment };
  }
  return NOT_FOUND;
}

function createStatus(
  state: GithubState,
  repository: GithubRepository,
  sha: string,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  const wanted = textValue(body['state']) ?? '';
  if (!['error', 'failure', 'pending', 'success'].includes(wanted))
    return unprocessable('State is not included in the list');
  const description = textValue(body['description']) ?? null;
  if ((description ?? '').length > LONGEST_DESCRIPTION)
    return unprocessable('Description is too long (maximum is 140 characters)');
  const status = {
    id: state.nextId(),
    sha,
    context: textValue(body['context']) ?? 'default',
    state: wanted,
    description,
    target_url: textValue(body['target_url']) ?? null,
  };
  repository.statuses.push(status);
  return { status: 201, value: status };
}

function forbidden(message: string): LookAlikeReply {
  return { status: 403, value: { message } };
}

function unprocessable(message: string): LookAlikeReply {
  return { status: 422, value: { message: 'Validation Failed', errors: [{ message }] } };
}
