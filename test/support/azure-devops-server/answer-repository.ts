import { createHash } from 'node:crypto';
import { type LookAlikeReply, type LookAlikeRequest, textValue } from '../serve-look-alike.ts';
import {
  type AdoChange,
  type AdoPullRequest,
  type AdoRepository,
  type AdoState,
  type AdoStatus,
  SOMEBODY,
} from './azure-devops-state.ts';
import { answerThreads } from './threads.ts';

const NOT_FOUND: LookAlikeReply = {
  status: 404,
  value: { message: 'TF401180: The requested item was not found.' },
};

/** Id of the one team project. */
export const TEAM_ID = '6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c';

/** Answers what stands below `_apis/git/repositories/{repository}`. */
export function answerRepository(
  state: AdoState,
  repository: AdoRepository,
  rest: readonly string[],
  request: LookAlikeRequest,
): LookAlikeReply {
  if (repository.isDisabled && request.method !== 'GET')
    return { status: 403, value: { message: 'TF401019: The repository is disabled.' } };
  if (rest[0] === 'pullRequests') return answerPullRequest(state, repository, rest.slice(1), request);
  if (rest[0] === 'commits' && rest.length > 2)
    return answerStatuses(state, repository.commitStatuses, request, rest[1] ?? '');
  return answerCode(repository, rest, request.url.searchParams);
}

/** What commits hold and how they differ. */
function answerCode(
  repository: AdoRepository,
  [what = '', id = '']: readonly string[],
  query: URLSearchParams,
): LookAlikeReply {
  switch (what) {
    case '':
      return {
        status: 200,
        value: { id: repository.id, project: { id: TEAM_ID }, isDisabled: repository.isDisabled },
      };
    case 'blobs':
      return bytesOr404(repository.blobs.get(id));
    case 'items':
      return bytesOr404(
        repository.files.get(`${query.get('versionDescriptor.version') ?? ''}:${query.get('path') ?? ''}`),
      );
    case 'commits':
      if (id === '') return answerLastCommit(repository, query);
      return { status: 200, value: { commitId: id, treeId: repository.trees.get(id) ?? id } };
    case 'diffs':
      return answerDiffs(
        repository,
        `${query.get('baseVersion') ?? ''}..${query.get('targetVersion') ?? ''}`,
      );
    default:
      return NOT_FOUND;
  }
}

/** `GET commits` of one item, as far as it is asked for: the newest. */
function answerLastCommit({ lastAuthors }: AdoRepository, query: URLSearchParams): LookAlikeReply {
  const of = `${query.get('searchCriteria.itemVersion.version') ?? ''}:${query.get('searchCriteria.itemPath') ?? ''}`;
  const email = lastAuthors.get(of);
  const value = email === undefined ? [] : [{ author: { name: 'As git has it', email } }];
  return { status: 200, value: { count: value.length, value } };
}

function bytesOr404(content: string | Uint8Array | undefined): LookAlikeReply {
  return content === undefined ? NOT_FOUND : { status: 200, bytes: content };
}

function answerDiffs(repository: AdoRepository, between: string): LookAlikeReply {
  const paths = repository.movements.get(between);
  if (paths === undefined) return NOT_FOUND;
  const changes = paths.map((path) => ({
    item: { path: `/${path}`, gitObjectType: 'blob' },
    changeType: 'edit',
  }));
  return { status: 200, value: { allChangesIncluded: true, changes } };
}

function answerPullRequest(
  state: AdoState,
  repository: AdoRepository,
  [number = '', part = '', ...rest]: readonly string[],
  request: LookAlikeRequest,
): LookAlikeReply {
  const pull = repository.pullRequests.get(Number(number));
  if (pull === undefined) return NOT_FOUND;
  switch (part) {
    case '':
      return { status: 200, value: pullRequestValue(repository, pull) };
    case 'iterations':
      return rest.length === 0
        ? listOf(state, pull.iterations, request)
        : changesOf(state, repository, pull, request);
    case 'commits':
      return listOf(
        state,
        pull.commits.map((author) => ({ commitId: objectId(author.email), author, committer: author })),
        request,
      );
    case 'threads':
      return answerThreads(state, pull, rest, request);
    case 'statuses':
      return answerStatuses(state, pull.statuses, request, null);
    default:
      return NOT_FOUND;
  }
}

export function pullRequestValue(repository: AdoRepository, pull: AdoPullRequest): Record<string, unknown> {
  const last = pull.iterations.at(-1);
  return {
    repository: { id: repository.id, name: repository.name, project: { name: repository.team } },
    pullRequestId: pull.pullRequestId,
    title: pull.title,
    status: pull.status,
    isDraft: pull.isDraft,
    createdBy: { id: SOMEBODY.id, displayName: pull.author },
    sourceRefName: 'refs/heads/feature',
    targetRefName: `refs/heads/${pull.targetBranch}`,
    // The merge attempt lags behind the last push.
    lastMergeSourceCommit: pull.iterations.at(-2)?.sourceRefCommit ?? last?.sourceRefCommit,
    lastMergeTargetCommit: last?.commonRefCommit,
    ...(pull.fork ? { forkSource: { name: 'refs/heads/feature' } } : {}),
  };
}

/** `{count, value}`, with a continuation token while there is more. */
export function listOf(
  state: AdoState,
  items: readonly unknown[],
  { url }: LookAlikeRequest,
): LookAlikeReply {
  const from = Number(url.searchParams.get('continuationToken') ?? 0);
  const value = items.slice(from, from + state.longestPage);
  const next = from + value.length;
  return {
    status: 200,
    value: { count: value.length, value },
    headers: next < items.length ? { 'x-ms-continuationtoken': String(next) } : {},
  };
}

/** Object id as git makes it. */
export function objectId(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}

function changesOf(
  state: AdoState,
  repository: AdoRepository,
  pull: AdoPullRequest,
  { url }: LookAlikeRequest,
): LookAlikeReply {
  const skip = Number(url.searchParams.get('$skip') ?? 0);
  const top = Math.min(state.longestPage, Number(url.searchParams.get('$top') ?? 100));
  const page = pull.changes.slice(skip, skip + top);
  const next = skip + page.length;
  const changeEntries = page.map((change, index) => entryOf(repository, change, skip + index + 1));
  const more = next < pull.changes.length ? { nextSkip: next, nextTop: top } : {};
  return { status: 200, value: { changeEntries, ...more } };
}

function entryOf(repository: AdoRepository, change: AdoChange, id: number): unknown {
  const keep = (content: string | Uint8Array | undefined): string | undefined => {
    if (content === undefined) return undefined;
    repository.blobs.set(objectId(content), content);
    return objectId(content);
  };
  const oldId = keep(change.before);
  const newId = keep(change.after);
  return {
    changeTrackingId: id,
    changeId: id,
    item: {
      path: `/${change.path}`,
      ...(newId === undefined ? {} : { objectId: newId }),
      ...(oldId === undefined || change.hidesOldId === true ? {} : { originalObjectId: oldId }),
    },
    changeType: change.changeType,
    ...(change.originalPath === undefined ? {} : { originalPath: `/${change.originalPath}` }),
  };
}

function answerStatuses(
  state: AdoState,
  statuses: AdoStatus[],
  request: LookAlikeRequest,
  sha: string | null,
): LookAlikeReply {
  if (request.method === 'GET')
    return listOf(
      state,
      statuses.filter((one) => one.sha === sha),
      request,
    );
  const { body } = request;
  const context = Object(body['context']) as { readonly name?: string; readonly genre?: string };
  const wanted = textValue(body['state']) ?? '';
  const states = ['notSet', 'pending', 'succeeded', 'failed', 'error', 'notApplicable'];
  if (!states.includes(wanted) || context.name === undefined)
    return { status: 400, value: { message: 'The status is not valid.' } };
  const status: AdoStatus = {
    id: state.nextId(),
    sha,
    state: wanted,
    description: textValue(body['description']) ?? null,
    targetUrl: textValue(body['targetUrl']) ?? null,
    iterationId: typeof body['iterationId'] === 'number' ? body['iterationId'] : null,
    context: { name: context.name, genre: context.genre ?? '' },
  };
  statuses.push(status);
  return { status: 200, value: status };
}
