import { createHmac, randomUUID } from 'node:crypto';
import { discussionOf } from './discussion-routes.ts';
import type {
  GitlabMergeRequest,
  GitlabNote,
  GitlabPipeline,
  GitlabProject,
  GitlabState,
} from './gitlab-state.ts';

export interface WebhookEvent {
  readonly project: string;
  readonly iid: number;
  readonly action: 'open' | 'reopen' | 'update' | 'merge' | 'close' | 'approved';
  /** Commit before the push; with it an `update` brought new commits. */
  readonly oldrev?: string;
  /** Labels before and after, as an `update` tells them. */
  readonly labels?: { readonly previous: readonly string[]; readonly current: readonly string[] };
  /** The merge request was a draft until now. */
  readonly madeReady?: boolean;
  /** The target branch until now. */
  readonly retargetedFrom?: string;
  /** Who acted, when that is not the author. */
  readonly user?: { readonly id: number; readonly username: string; readonly name: string };
  /** Same id again for a redelivery. */
  readonly deliveryId?: string;
}

/** A person's note under a merge request. */
export interface NoteEvent {
  readonly project: string;
  readonly iid: number;
  readonly user: { readonly id: number; readonly username: string };
  readonly note: string;
  /** Whether it stands on a line of the diff. */
  readonly onLine?: boolean;
  readonly action?: 'create' | 'update';
}

interface WebhookSecrets {
  readonly token: string;
  readonly signingSecret: string;
}

/** Headers and body as GitLab sends them, with token and signature both. */
export function webhookFor(
  state: GitlabState,
  project: GitlabProject,
  mr: GitlabMergeRequest,
  event: WebhookEvent,
  secrets: WebhookSecrets,
): { readonly headers: Record<string, string>; readonly body: string } {
  const body = JSON.stringify(bodyFrom(state, project, mr, event));
  return {
    headers: webhookHeaders(body, 'Merge Request Hook', secrets, event.deliveryId ?? randomUUID()),
    body,
  };
}

/** The hook of a note, as GitLab sends it. */
export function noteHookFor(
  project: GitlabProject,
  mr: GitlabMergeRequest,
  written: GitlabNote,
  action: 'create' | 'update',
  secrets: WebhookSecrets,
): { readonly headers: Record<string, string>; readonly body: string } {
  const { id, body: note, author, created_at, updated_at } = written;
  const body = JSON.stringify({
    object_kind: 'note',
    event_type: 'note',
    user: { ...author, email: '[REDACTED]' },
    project: { id: project.id, name: project.path, path_with_namespace: project.path },
    object_attributes: {
      id,
      note,
      discussion_id: discussionOf(written),
      type: written.line === undefined ? null : 'DiffNote',
      noteable_type: 'MergeRequest',
      author_id: author.id,
      created_at,
      updated_at,
      system: false,
      action,
    },
    merge_request: { id: project.id * 1_000 + mr.iid, iid: mr.iid, title: mr.title },
  });
  return { headers: webhookHeaders(body, 'Note Hook', secrets, randomUUID()), body };
}

/** The hook of a pipeline: GitLab names the source branch, also where the pipeline runs on another ref. */
export function pipelineHookFor(
  project: GitlabProject,
  mr: GitlabMergeRequest,
  { id, sha, status }: GitlabPipeline & { readonly status: string },
  secrets: WebhookSecrets,
  deliveryId: string = randomUUID(),
): { readonly headers: Record<string, string>; readonly body: string } {
  const body = JSON.stringify({
    object_kind: 'pipeline',
    object_attributes: { id, ref: mr.sourceBranch, sha, source: 'merge_request_event', status },
    merge_request: { iid: mr.iid, source_branch: mr.sourceBranch, target_branch: mr.targetBranch },
    project: { id: project.id, path_with_namespace: project.path },
    commit: { id: sha },
    builds: [],
  });
  return { headers: webhookHeaders(body, 'Pipeline Hook', secrets, deliveryId), body };
}

/** Headers for any body; the signature is that of standardwebhooks.com. */
export function webhookHeaders(
  body: string,
  event: string,
  secrets: WebhookSecrets,
  deliveryId: string,
  now: Date = new Date(),
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secrets.signingSecret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${deliveryId}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'GitLab/18.6.0',
    'x-gitlab-event': event,
    'x-gitlab-token': secrets.token,
    'x-gitlab-event-uuid': randomUUID(),
    'idempotency-key': deliveryId,
    'webhook-id': deliveryId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

function titled(title: string): { readonly id: number; readonly title: string } {
  return { id: title.length, title };
}

function bodyFrom(
  state: GitlabState,
  project: GitlabProject,
  mr: GitlabMergeRequest,
  event: WebhookEvent,
): unknown {
  const webUrl = `${state.url}/${project.path}`;
  const told = { id: project.id, name: project.path, web_url: webUrl, path_with_namespace: project.path };
  return {
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user: { ...(event.user ?? mr.author), email: '[REDACTED]' },
    project: { ...told, default_branch: mr.targetBranch },
    object_attributes: {
      id: project.id * 1_000 + mr.iid,
      iid: mr.iid,
      title: mr.title,
      author_id: mr.author.id,
      state: mr.state,
      draft: mr.draft,
      work_in_progress: mr.draft,
      source_branch: mr.sourceBranch,
      target_branch: mr.targetBranch,
      source_project_id: mr.fork ? project.id + 1 : project.id,
      target_project_id: project.id,
      url: `${webUrl}/-/merge_requests/${mr.iid}`,
      created_at: state.now(),
      last_commit: mr.headSha === null ? null : { id: mr.headSha, message: mr.title },
      action: event.action,
      ...(event.oldrev === undefined ? {} : { oldrev: event.oldrev }),
    },
    labels: (event.labels?.current ?? []).map(titled),
    changes: {
      ...(event.labels === undefined
        ? {}
        : {
            labels: {
              previous: event.labels.previous.map(titled),
              current: event.labels.current.map(titled),
            },
          }),
      ...(event.retargetedFrom === undefined
        ? {}
        : { target_branch: { previous: event.retargetedFrom, current: mr.targetBranch } }),
      ...(event.madeReady === true ? { draft: { previous: true, current: false } } : {}),
    },
    repository: { name: project.path, url: webUrl, homepage: webUrl },
  };
}
