import { createHmac, generateKeyPairSync, randomBytes, randomUUID, verify } from 'node:crypto';
import type { Misbehaviour } from '../../../apps/local/gitlab-look-alike/misbehaviour.ts';
import { type LookAlikeReply, type LookAlikeRequest, serveLookAlike } from '../serve-look-alike.ts';
import { answerGraphql } from './graphql.ts';
import { answerRepository, newComment, pullValue } from './answer-repository.ts';
import { type CommentHooks, createCommentHooks, type SignedRequest } from './comment-hooks.ts';
import {
  APP_ID,
  BOT,
  createGithubState,
  ensureRepository,
  type GithubCheckRun,
  type GithubComment,
  type GithubFileItem,
  type GithubPull,
  type GithubReviewComment,
  type GithubStatus,
} from './github-state.ts';

const CLIENT_ID = 'Iv23liLookAlike';
const INSTALLATION = 77;
const TOKEN_LIFE_MS = 3_600_000;

export interface NewPull {
  readonly project: string;
  readonly number?: number;
  readonly title?: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly mergeBaseSha?: string;
  readonly files?: readonly GithubFileItem[];
  readonly rawDiff?: string | null;
  readonly draft?: boolean;
  readonly fork?: boolean;
  readonly locked?: boolean;
}

/** A GitHub that keeps what it got, opened by a personal token or by an App. */
export interface GithubServer extends CommentHooks {
  readonly url: string;
  readonly webhookSecret: string;
  readonly app: { readonly clientId: string; readonly privateKey: string; readonly installationId: number };
  addPull(pull: NewPull): GithubPull;
  addFile(project: string, ref: string, path: string, content: string): void;
  setTree(project: string, sha: string, tree: string): void;
  setLastAuthor(project: string, ref: string, path: string, login: string): void;
  setMovement(project: string, from: string, to: string, paths: readonly string[]): void;
  archive(project: string): void;
  /** What a user may do: admin, write or read. */
  setPermission(project: string, login: string, permission: string): void;
  addComment(project: string, number: number, body: string): GithubComment;
  comments(project: string, number: number): readonly GithubComment[];
  reviewComments(project: string, number: number): readonly GithubReviewComment[];
  /** Takes the right to resolve conversations from the connection. */
  forbidResolving(): void;
  statuses(project: string, sha: string): readonly GithubStatus[];
  checkRuns(project: string, sha: string): readonly GithubCheckRun[];
  requests(): readonly string[];
  misbehave(rule: Misbehaviour): void;
  /** Gives no more items on a page than this, whatever is asked for. */
  limitPages(longest: number): void;
  /** Installation tokens given so far. */
  tokensGiven(): number;
  webhook(
    project: string,
    number: number,
    action: string,
    more?: {
      readonly deliveryId?: string;
      readonly label?: string;
      /** The branch that an `edited` pull request is to be merged into from now on. */
      readonly onto?: string;
      readonly sender?: { readonly id: number; readonly login: string; readonly type?: string };
    },
  ): SignedRequest;
  sign(body: string, event: string, deliveryId?: string): SignedRequest;
  stop(): Promise<void>;
}

/** Starts the look-alike. It accepts `token`, the App's JWT, and installation tokens for an hour by `now`. */
export async function startGithubServer(options: {
  readonly token: string;
  readonly now?: () => Date;
}): Promise<GithubServer> {
  const state = createGithubState();
  const now = options.now ?? (() => new Date());
  const webhookSecret = randomBytes(20).toString('hex');
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const installationTokens = new Map<string, number>();

  function answer(request: LookAlikeRequest): LookAlikeReply {
    const { method, path } = request;
    if (request.headers['user-agent'] === undefined || request.headers['x-github-api-version'] === undefined)
      return { status: 400, value: { message: 'user-agent and version are wanted' } };
    const bearer = /^Bearer (.+)$/.exec(String(request.headers['authorization']))?.[1] ?? '';
    if (isJwt(bearer)) return answerApp(method, path);
    const as = identityOf(bearer);
    if (as === null) return { status: 401, value: { message: 'Bad credentials' } };
    if (path[0] === 'user') return { status: 200, value: BOT };
    if (path[0] === 'graphql') return answerGraphql(state, request.body);
    const repository = state.repositories.get(`${path[1] ?? ''}/${path[2] ?? ''}`.toLowerCase());
    if (path[0] !== 'repos' || repository === undefined)
      return { status: 404, value: { message: 'Not Found' } };
    return answerRepository(state, repository, path.slice(3), request, as);
  }

  function identityOf(bearer: string): 'app' | 'user' | null {
    if (bearer === options.token) return 'user';
    return (installationTokens.get(bearer) ?? 0) > now().getTime() ? 'app' : null;
  }

  function answerApp(method: string, path: readonly string[]): LookAlikeReply {
    const route = `${method} ${path.join('/')}`;
    if (route === 'GET app') return { status: 200, value: { id: APP_ID, slug: 'perf-agent' } };
    if (/^GET orgs\/[^/]+\/installation$/.test(route)) return { status: 200, value: { id: INSTALLATION } };
    if (route !== `POST app/installations/${INSTALLATION}/access_tokens`)
      return { status: 404, value: { message: 'Not Found' } };
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const expiresAt = now().getTime() + TOKEN_LIFE_MS;
    installationTokens.set(token, expiresAt);
    return { status: 201, value: { token, expires_at: new Date(expiresAt).toISOString() } };
  }

  function isJwt(bearer: string): boolean {
    const [header = '', claims = '', signature = ''] = bearer.split('.');
    if (signature === '') return false;
    const sound = verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${claims}`),
      keys.publicKey,
      Buffer.from(signature, 'base64url'),
    );
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      iss: string;
      iat: number;
      exp: number;
    };
    const seconds = now().getTime() / 1_000;
    return sound && iss === CLIENT_ID && iat <= seconds && exp > seconds && exp - seconds <= 600;
  }

  const server = await serveLookAlike(answer);
  state.url = server.url;

  function pullOf(project: string, number: number): GithubPull {
    const found = ensureRepository(state, project).pulls.get(number);
    if (found === undefined) throw new RangeError(`The look-alike has no pull request ${project}#${number}.`);
    return found;
  }

  function sign(body: string, event: string, deliveryId: string = randomUUID()): SignedRequest {
    const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': event,
      'x-github-delivery': deliveryId,
      'x-github-hook-id': '292430182',
      'x-hub-signature-256': `sha256=${signature}`,
    };
    return { headers, body };
  }

  return {
    url: server.url,
    webhookSecret,
    app: {
      clientId: CLIENT_ID,
      privateKey: keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      installationId: INSTALLATION,
    },
    addPull({ project, number = 1, title = `Change ${number}`, ...given }) {
      const { pulls } = ensureRepository(state, project);
      const pull: GithubPull = {
        number,
        title,
        headSha: given.headSha,
        baseSha: given.baseSha,
        targetBranch: 'main',
        mergeBaseSha: given.mergeBaseSha ?? null,
        files: given.files ?? [],
        commits: [],
        rawDiff: given.rawDiff ?? null,
        draft: given.draft ?? false,
        fork: given.fork ?? false,
        locked: given.locked ?? false,
        state: 'open',
        merged: false,
        comments: pulls.get(number)?.comments ?? [],
        reviewComments: pulls.get(number)?.reviewComments ?? [],
        reviews: [],
      };
      pulls.set(number, pull);
      return pull;
    },
    addFile: (project, ref, path, content) =>
      void ensureRepository(state, project).files.set(`${ref}:${path}`, content),
    setTree: (project, sha, tree) => void ensureRepository(state, project).trees.set(sha, tree),
    setLastAuthor: (project, ref, path, login) =>
      void ensureRepository(state, project).lastAuthors.set(`${ref}:${path}`, login),
    setMovement: (project, from, to, paths) =>
      void ensureRepository(state, project).movements.set(`${from}...${to}`, paths),
    archive(project) {
      ensureRepository(state, project).archived = true;
    },
    setPermission: (project, login, permission) =>
      void ensureRepository(state, project).permissions.set(login, permission),
    addComment: (project, number, body) =>
      newComment(
        state,
        ensureRepository(state, project),
        pullOf(project, number),
        body,
        { id: 90, login: 'somebody' },
        null,
      ),
    comments: (project, number) => pullOf(project, number).comments,
    reviewComments: (project, number) => pullOf(project, number).reviewComments,
    forbidResolving: () => void (state.mayResolve = false),
    statuses: (project, sha) => ensureRepository(state, project).statuses.filter((one) => one.sha === sha),
    checkRuns: (project, sha) =>
      ensureRepository(state, project).checkRuns.filter((one) => one.head_sha === sha),
    requests: server.requests,
    misbehave: server.misbehave,
    limitPages: (longest) => (state.longestPage = longest),
    tokensGiven: () => installationTokens.size,
    webhook(project, number, action, { deliveryId, label, onto, sender = { id: 42, login: 'jane' } } = {}) {
      const repository = ensureRepository(state, project);
      const pull = pullOf(project, number);
      if (action === 'merged') Object.assign(pull, { state: 'closed', merged: true });
      if (action === 'closed') pull.state = 'closed';
      const changes = onto === undefined ? {} : { base: { ref: { from: pull.targetBranch } } };
      pull.targetBranch = onto ?? pull.targetBranch;
      const body = JSON.stringify({
        ...(action === 'edited' ? { changes } : {}),
        action: action === 'merged' ? 'closed' : action,
        number,
        pull_request: pullValue(state, repository, pull),
        repository: { id: repository.id, full_name: repository.fullName, private: true },
        ...(label === undefined ? {} : { label: { id: 1, name: label } }),
        sender,
      });
      return sign(body, 'pull_request', deliveryId);
    },
    ...createCommentHooks(state, pullOf, sign),
    sign,
    stop: server.stop,
  };
}
