import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { answerRequests, type RecordedRequest } from './answer-request.ts';
import {
  createGitlabState,
  ensureProject,
  findProject,
  type GitlabDiffItem,
  type GitlabIssue,
  type GitlabMergeRequest,
  type GitlabNote,
  type GitlabPipeline,
  type GitlabState,
  type GitlabStatus,
} from './gitlab-state.ts';
import { createMisbehaviours, type Misbehaviour } from './misbehaviour.ts';
import {
  type NoteEvent,
  noteHookFor,
  pipelineHookFor,
  webhookFor,
  type WebhookEvent,
} from './signed-webhook.ts';

export interface NewMergeRequest {
  readonly project: string;
  readonly iid?: number;
  readonly title?: string;
  readonly sourceBranch?: string;
  readonly targetBranch?: string;
  readonly headSha: string | null;
  readonly baseSha?: string | null;
  readonly author?: string;
  readonly draft?: boolean;
  readonly fork?: boolean;
  readonly diffs?: readonly GitlabDiffItem[];
}

/** A GitLab that keeps what it got. Nothing of it is stored on disk. */
export interface GitlabServer {
  readonly url: string;
  readonly webhookToken: string;
  /** `whsec_` and base64 of 32 bytes. */
  readonly signingSecret: string;
  /** Adds a merge request, or gives an existing one new content; notes stay. */
  addMergeRequest(mergeRequest: NewMergeRequest): GitlabMergeRequest;
  addFile(project: string, ref: string, path: string, content: string | Uint8Array): void;
  /** What a commit's root folder holds, in one word: commits with the same word have the same tree. */
  setCode(project: string, sha: string, code: string): void;
  setLastAuthor(project: string, ref: string, path: string, username: string): void;
  setMovement(project: string, from: string, to: string, paths: readonly string[]): void;
  archive(project: string): void;
  /** A pipeline of a merge request on a commit of its own, as merged results and merge trains have. */
  addPipeline(project: string, pipeline: Omit<GitlabPipeline, 'id'>): GitlabPipeline;
  /** A note by somebody else. */
  addNote(project: string, iid: number, author: string, body: string): GitlabNote;
  /** Notes of the conversation. */
  notes(project: string, iid: number): readonly GitlabNote[];
  /** Notes on lines of the diff. */
  lineNotes(project: string, iid: number): readonly GitlabNote[];
  statuses(project: string, sha: string): readonly GitlabStatus[];
  issues(project: string): readonly GitlabIssue[];
  /** The last requests, oldest first. */
  requests(): readonly RecordedRequest[];
  misbehave(rule: Misbehaviour): void;
  /** Makes somebody a member: 30 is a developer. */
  addMember(project: string, userId: number, accessLevel: number): void;
  /** Somebody writes a note, and the webhook tells of it. */
  signedNote(event: NoteEvent): { readonly headers: Record<string, string>; readonly body: string };
  /** What GitLab sends when the state of a pipeline changes. @param deliveryId the same again for a redelivery */
  signedPipeline(
    project: string,
    pipeline: GitlabPipeline,
    status: string,
    deliveryId?: string,
  ): { readonly headers: Record<string, string>; readonly body: string };
  signedWebhook(event: WebhookEvent): { readonly headers: Record<string, string>; readonly body: string };
  stop(): Promise<void>;
}

/** Starts the look-alike on a loopback port (0: any free one). It accepts `token` and no other. */
export async function startGitlabServer(options: {
  readonly token: string;
  readonly port?: number;
  readonly webhookToken?: string;
  readonly signingSecret?: string;
}): Promise<GitlabServer> {
  const state = createGitlabState();
  const misbehaviours = createMisbehaviours();
  const recorded: RecordedRequest[] = [];
  const { webhookToken = randomBytes(16).toString('hex') } = options;
  const signingSecret = options.signingSecret ?? `whsec_${randomBytes(32).toString('base64')}`;
  const secrets = { token: webhookToken, signingSecret };

  const server = createServer(answerRequests(state, options.token, misbehaviours, recorded));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  state.url = `http://127.0.0.1:${address.port}`;

  function mergeRequestOf(project: string, iid: number): GitlabMergeRequest {
    const found = findProject(state, project)?.mergeRequests.get(iid);
    if (found === undefined) throw new RangeError(`The look-alike has no merge request ${project}!${iid}.`);
    return found;
  }

  return {
    url: state.url,
    webhookToken,
    signingSecret,
    addMergeRequest: (mergeRequest) =>
      putMergeRequest(ensureProject(state, mergeRequest.project), mergeRequest),
    addFile: (project, ref, path, content) =>
      void ensureProject(state, project).files.set(`${ref}:${path}`, content),
    setCode: (project, sha, code) => void ensureProject(state, project).code.set(sha, code),
    setLastAuthor: (project, ref, path, username) =>
      void ensureProject(state, project).lastAuthors.set(`${ref}:${path}`, username),
    setMovement: (project, from, to, paths) =>
      void ensureProject(state, project).movements.set(`${from}..${to}`, paths),
    archive: (project) => void (ensureProject(state, project).archived = true),
    addPipeline(project, given) {
      const pipeline = { id: state.nextId(), ...given };
      ensureProject(state, project).pipelines.push(pipeline);
      return pipeline;
    },
    addNote: (project, iid, author, body) =>
      writeNote(state, mergeRequestOf(project, iid), { id: 90, username: author }, body),
    notes: (project, iid) => mergeRequestOf(project, iid).notes.filter(({ line }) => line === undefined),
    lineNotes: (project, iid) => mergeRequestOf(project, iid).notes.filter(({ line }) => line !== undefined),
    statuses: (project, sha) =>
      findProject(state, project)?.statuses.filter((status) => status.sha === sha) ?? [],
    issues: (project) => findProject(state, project)?.issues ?? [],
    requests: () => recorded,
    misbehave: (rule) => misbehaviours.add(rule),
    addMember: (project, userId, accessLevel) =>
      void ensureProject(state, project).members.set(userId, accessLevel),
    signedNote({ project, iid, user, note, onLine = false, action = 'create' }) {
      const mergeRequest = mergeRequestOf(project, iid);
      const written = writeNote(state, mergeRequest, user, note, onLine);
      return noteHookFor(ensureProject(state, project), mergeRequest, written, action, secrets);
    },
    signedPipeline: (project, pipeline, status, deliveryId) =>
      pipelineHookFor(
        ensureProject(state, project),
        mergeRequestOf(project, pipeline.iid),
        { ...pipeline, status },
        secrets,
        deliveryId,
      ),
    signedWebhook(event) {
      const project = ensureProject(state, event.project);
      const mergeRequest = mergeRequestOf(event.project, event.iid);
      if (event.action === 'merge') mergeRequest.state = 'merged';
      return webhookFor(state, project, mergeRequest, event, secrets);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function writeNote(
  state: GitlabState,
  { notes, headSha }: GitlabMergeRequest,
  { id, username }: { readonly id: number; readonly username: string },
  body: string,
  onLine = false,
): GitlabNote {
  const now = state.now();
  const noteId = state.nextId();
  const line = {
    discussion: `line-${noteId}`,
    path: 'src/orders.ts',
    newLine: 1,
    headSha: headSha ?? '',
    resolved: false,
  };
  const note: GitlabNote = {
    ...(onLine ? { line } : {}),
    id: noteId,
    body,
    author: { id, username, name: username },
    created_at: now,
    updated_at: now,
    system: false,
  };
  notes.push(note);
  return note;
}

function putMergeRequest(
  project: ReturnType<typeof ensureProject>,
  given: NewMergeRequest,
): GitlabMergeRequest {
  const iid = given.iid ?? project.mergeRequests.size + 1;
  const author = given.author ?? 'author';
  const mergeRequest: GitlabMergeRequest = {
    iid,
    title: given.title ?? `Change ${iid}`,
    sourceBranch: given.sourceBranch ?? 'feature',
    targetBranch: given.targetBranch ?? 'main',
    headSha: given.headSha,
    baseSha: given.baseSha ?? null,
    author: { id: 42, username: author, name: author },
    draft: given.draft ?? false,
    fork: given.fork ?? false,
    branchGone: false,
    discussionLocked: false,
    state: 'opened',
    diffs: given.diffs ?? [],
    commits: [],
    notes: project.mergeRequests.get(iid)?.notes ?? [],
  };
  project.mergeRequests.set(iid, mergeRequest);
  return mergeRequest;
}
