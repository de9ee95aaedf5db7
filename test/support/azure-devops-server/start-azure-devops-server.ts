import { randomBytes, randomUUID } from 'node:crypto';
import type { Misbehaviour } from '../../../apps/local/gitlab-look-alike/misbehaviour.ts';
import { type LookAlikeReply, type LookAlikeRequest, serveLookAlike } from '../serve-look-alike.ts';
import { answerAccessLists, descriptorOf } from './answer-access-lists.ts';
import { answerRepository, pullRequestValue } from './answer-repository.ts';
import {
  type AdoChange,
  type AdoPullRequest,
  type AdoStatus,
  type AdoThread,
  BOT,
  createAdoState,
  ensureRepository,
  findRepository,
  pushIteration,
  SOMEBODY,
} from './azure-devops-state.ts';
import { addThread } from './threads.ts';

const TOKEN_LIFE_SECONDS = 3_600;

export interface NewPullRequest {
  readonly project: string;
  readonly number?: number;
  readonly title?: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly changes?: readonly AdoChange[];
  readonly pushedAt?: Date;
  readonly isDraft?: boolean;
  readonly fork?: boolean;
  readonly targetBranch?: string;
  /** Display name of who opened it. */
  readonly author?: string;
}

export interface HookRequest {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An Azure DevOps that keeps what it got, opened by a PAT or by tokens that it gives as Entra ID would. */
export interface AzureDevopsServer {
  readonly url: string;
  /** Address of the organisation. */
  readonly organisationUrl: string;
  readonly webhookSecret: string;
  readonly clientSecret: string;
  /** Adds a pull request, or pushes to an existing one when head or target branch is new; threads stay. */
  addPullRequest(pull: NewPullRequest): AdoPullRequest;
  addFile(project: string, version: string, path: string, content: string | Uint8Array): void;
  setTree(project: string, sha: string, tree: string): void;
  /** By address, as git has it. */
  setLastAuthor(project: string, ref: string, path: string, email: string): void;
  setMovement(project: string, from: string, to: string, paths: readonly string[]): void;
  /** Permission bits of an identity on the repository: 2 is reading, 4 contributing. */
  setPermission(project: string, identityId: string, bits: number): void;
  /** Makes the repository read only. */
  disable(project: string): void;
  /** A user of the organisation, found by address. */
  addUser(email: string, displayName: string): void;
  addThread(project: string, number: number, content: string): AdoThread;
  /** Threads of the conversation that are not deleted. */
  threads(project: string, number: number): readonly AdoThread[];
  /** Threads on lines of the diff that are not deleted. */
  lineThreads(project: string, number: number): readonly AdoThread[];
  statuses(project: string, number: number): readonly AdoStatus[];
  commitStatuses(project: string, sha: string): readonly AdoStatus[];
  requests(): readonly string[];
  misbehave(rule: Misbehaviour): void;
  limitPages(longest: number): void;
  /** Tokens that were given as Entra ID. */
  tokensGiven(): number;
  hook(
    project: string,
    number: number,
    eventType: string,
    more?: {
      readonly at?: Date;
      readonly notificationId?: number;
      readonly minimal?: boolean;
      readonly message?: string;
    },
  ): HookRequest;
  /** Somebody comments: the comment stands in a thread of its own, and the service hook tells of it. */
  commentHook(
    project: string,
    number: number,
    author: { readonly id: string; readonly displayName: string },
    content: string,
    written: 'new' | 'edited',
  ): HookRequest;
  sign(body: string): HookRequest;
  stop(): Promise<void>;
}

export async function startAzureDevopsServer(options: {
  readonly pat: string;
  readonly now?: () => Date;
}): Promise<AzureDevopsServer> {
  const state = createAdoState();
  const now = options.now ?? (() => new Date());
  const webhookSecret = randomBytes(20).toString('hex');
  const clientSecret = randomBytes(20).toString('hex');
  const bearers = new Map<string, number>();

  function answer(request: LookAlikeRequest): LookAlikeReply {
    const { path, url } = request;
    if (path.at(-1) === 'token') return answerEntra(request);
    if (!isSignedIn(String(request.headers['authorization']))) {
      return {
        status: 203,
        bytes: '<html>Sign in to your account</html>',
        headers: { 'content-type': 'text/html; charset=utf-8' },
      };
    }
    if (!url.searchParams.has('api-version'))
      return { status: 400, value: { message: 'No api-version was supplied.' } };
    if (path.includes('connectionData')) return { status: 200, value: { authenticatedUser: BOT } };
    if (path.at(-1) === 'identities') return answerIdentities(url.searchParams);
    if (path.includes('accesscontrollists')) return answerAccessLists(state, url.searchParams);
    const api = path.indexOf('_apis');
    const named = path[api + 3] ?? '';
    const project = api === 2 ? `${path[1] ?? ''}/${named}` : named;
    const repository = findRepository(state, project);
    if (path[0] !== 'shop' || path[api + 2] !== 'repositories' || repository === undefined)
      return { status: 404, value: { message: `TF401019: The Git repository ${project} does not exist.` } };
    return answerRepository(state, repository, path.slice(api + 4), request);
  }

  function answerIdentities(query: URLSearchParams): LookAlikeReply {
    const id = query.get('identityIds');
    if (id !== null) {
      const known = state.repositories.some(({ permissions }) => permissions.has(id));
      return {
        status: 200,
        value: { count: 1, value: [known ? { id, descriptor: descriptorOf(id) } : null] },
      };
    }
    const name = state.users.get((query.get('filterValue') ?? '').toLowerCase());
    const found = query.get('searchFilter') === 'MailAddress' && name !== undefined;
    return { status: 200, value: { value: found ? [{ providerDisplayName: name }] : [] } };
  }

  function isSignedIn(authorization: string): boolean {
    if (authorization === `Basic ${Buffer.from(`:${options.pat}`).toString('base64')}`) return true;
    return (bearers.get(authorization.replace(/^Bearer /, '')) ?? 0) > now().getTime();
  }

  function answerEntra({ text, method }: LookAlikeRequest): LookAlikeReply {
    const form = new URLSearchParams(text);
    const right =
      method === 'POST' &&
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_secret') === clientSecret &&
      form.get('scope') === '499b84ac-1321-427f-aa17-267ca6975798/.default';
    if (!right) return { status: 401, value: { error: 'invalid_client' } };
    const token = `eyJ${randomBytes(20).toString('hex')}`;
    bearers.set(token, now().getTime() + TOKEN_LIFE_SECONDS * 1_000);
    return {
      status: 200,
      value: { token_type: 'Bearer', expires_in: TOKEN_LIFE_SECONDS, access_token: token },
    };
  }

  const server = await serveLookAlike(answer);
  state.url = server.url;

  function pullOf(project: string, number: number): AdoPullRequest {
    const found = findRepository(state, project)?.pullRequests.get(number);
    if (found === undefined) throw new RangeError(`The look-alike has no pull request ${project}!${number}.`);
    return found;
  }

  function sign(body: string): HookRequest {
    return {
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-perf-agent-secret': webhookSecret },
      body,
    };
  }

  return {
    url: server.url,
    organisationUrl: `${server.url}/shop`,
    webhookSecret,
    clientSecret,
    addPullRequest({ project, number = 1, title = `Change ${number}`, headSha, baseSha, ...given }) {
      const { pullRequests } = ensureRepository(state, project);
      const known = pullRequests.get(number);
      const iterations = known?.iterations ?? [];
      const targetBranch = given.targetBranch ?? 'main';
      const isRetargeted = known !== undefined && known.targetBranch !== targetBranch;
      pushIteration(iterations, headSha, baseSha, given.pushedAt ?? now(), isRetargeted);
      const pull: AdoPullRequest = {
        pullRequestId: number,
        title,
        status: 'active',
        isDraft: given.isDraft === true,
        fork: given.fork === true,
        targetBranch,
        author: given.author ?? 'Jane',
        changes: given.changes ?? [],
        commits: [],
        iterations,
        threads: known?.threads ?? [],
        statuses: known?.statuses ?? [],
      };
      pullRequests.set(number, pull);
      return pull;
    },
    addFile: (project, version, path, content) =>
      void ensureRepository(state, project).files.set(`${version}:/${path}`, content),
    setTree: (project, sha, tree) => void ensureRepository(state, project).trees.set(sha, tree),
    setLastAuthor: (project, ref, path, email) =>
      void ensureRepository(state, project).lastAuthors.set(`${ref}:/${path}`, email),
    setMovement: (project, from, to, paths) =>
      void ensureRepository(state, project).movements.set(`${from}..${to}`, paths),
    setPermission: (project, identityId, bits) =>
      void ensureRepository(state, project).permissions.set(identityId, bits),
    disable(project) {
      ensureRepository(state, project).isDisabled = true;
    },
    addUser: (email, displayName) => void state.users.set(email.toLowerCase(), displayName),
    addThread: (project, number, content) =>
      addThread(state, pullOf(project, number), content, SOMEBODY, 'active'),
    threads: (project, number) =>
      pullOf(project, number).threads.filter((one) => !one.isDeleted && one.threadContext === undefined),
    lineThreads: (project, number) =>
      pullOf(project, number).threads.filter((one) => !one.isDeleted && one.threadContext !== undefined),
    statuses: (project, number) => pullOf(project, number).statuses,
    commitStatuses: (project, sha) =>
      ensureRepository(state, project).commitStatuses.filter((one) => one.sha === sha),
    requests: server.requests,
    misbehave: server.misbehave,
    limitPages: (longest) => (state.longestPage = longest),
    tokensGiven: () => bearers.size,
    hook(
      project,
      number,
      eventType,
      { at = now(), notificationId = 1, minimal = false, message = 'Jane updated the pull request' } = {},
    ) {
      const repository = ensureRepository(state, project);
      const url = `https://dev.azure.com/shop/_apis/git/repositories/${repository.id}/pullRequests/${number}`;
      const resource = minimal ? { url } : { ...pullRequestValue(repository, pullOf(project, number)), url };
      return sign(
        JSON.stringify({
          subscriptionId: '4c2b1a0e-6bd1-4a6c-9b0e-2f0d3f6a5e11',
          notificationId,
          id: randomUUID(),
          eventType,
          publisherId: 'tfs',
          message: { text: message },
          resource,
          resourceVersion: '1.0',
          createdDate: at.toISOString(),
        }),
      );
    },
    commentHook(project, number, author, content, written) {
      const repository = ensureRepository(state, project);
      const thread = addThread(state, pullOf(project, number), content, author, 'active');
      const threads = `${server.url}/shop/_apis/git/repositories/${repository.id}/pullRequests/${number}/threads/${thread.id}`;
      const publishedDate = now().toISOString();
      const later = new Date(now().getTime() + 60_000).toISOString();
      const comment = {
        id: thread.comments[0]?.id,
        content,
        publishedDate,
        lastContentUpdatedDate: written === 'new' ? publishedDate : later,
        _links: { threads: { href: threads } },
      };
      const pullRequest = pullRequestValue(repository, pullOf(project, number));
      const eventType = 'ms.vss-code.git-pullrequest-comment-event';
      return sign(
        JSON.stringify({
          id: randomUUID(),
          eventType,
          notificationId: 1,
          resource: { comment, pullRequest },
        }),
      );
    },
    sign,
    stop: server.stop,
  };
}
