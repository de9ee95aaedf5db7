import { PermanentError } from '../../errors/pipeline-error.ts';
import type { InboundRequest, ParsedEvent, RawChange } from '../../ports/change-host.ts';
import { boundedDeliveryId, safeEventName, webAddress } from '../common/event-words.ts';
import { mergedAt } from '../common/merged-at.ts';
import { jsonEventFrom } from '../common/json-event-from.ts';
import { checkMergeRequestEvent } from './check-merge-request-event.ts';
import type { GitlabMergeRequestEvent } from './merge-request-event.ts';
import { noteResult } from './note-result.ts';
import { pipelineResult } from './pipeline-result.ts';
import type { GitlabSettings } from './settings.ts';

/**
 * Says what a webhook means. Merge requests that were opened, reopened, made ready, or got new commits or another target branch are
 * judged, merged ones are learnt from; everything else is ignored with the reason.
 * @throws PermanentError(`INPUT_INVALID`) naming the field
 */
export function parseWebhook(
  request: InboundRequest,
  trains: GitlabSettings['mergeTrains'] = 'ignore',
): { readonly deliveryId: string | null; readonly result: ParsedEvent } {
  const body = jsonEventFrom(request.body, 'GitLab');
  return { deliveryId: deliveryIdOf(request), result: resultOf(body, trains) };
}

function resultOf(body: object, trains: GitlabSettings['mergeTrains']): ParsedEvent {
  const kind = kindOf(body);
  if (kind === 'pipeline') return pipelineResult(body, trains);
  if (kind === 'merge_request') return mergeRequestResult(checkMergeRequestEvent(body));
  if (kind === 'note') return noteResult(body);
  return { kind: 'ignored', event: kind, why: `"${kind}" events do not ask for a verdict` };
}

function mergeRequestResult(event: GitlabMergeRequestEvent): ParsedEvent {
  const { oldrev } = event.object_attributes;
  const action = event.object_attributes.action ?? 'none';
  const name = `merge_request:${safeEventName(action)}`;
  switch (action) {
    case 'open':
    case 'reopen':
      return judged('judge', name, event);
    case 'update':
      if (typeof oldrev === 'string' || isMadeReady(event) || isRetargeted(event)) {
        return judged('judge', name, event);
      }
      return (
        labelResult(name, event) ?? { kind: 'ignored', event: name, why: 'the update brought no new commits' }
      );
    case 'merge':
      return judged('learn-merged', name, event);
    case 'close':
      return { kind: 'ignored', event: name, why: 'the merge request was closed without being merged' };
    default:
      return { kind: 'ignored', event: name, why: 'the action does not change the code' };
  }
}

function isRetargeted({ changes, object_attributes: mr }: GitlabMergeRequestEvent): boolean {
  const before = changes?.target_branch?.previous;
  return typeof before === 'string' && before !== mr.target_branch;
}

/** A draft's label may be taken off in three ways: by its flag, by the flag's old name, by the title alone. */
function isMadeReady({ changes, object_attributes: mr }: GitlabMergeRequestEvent): boolean {
  if (isDraft(mr)) return false;
  const flags = [changes?.draft, changes?.work_in_progress];
  return flags.some((flag) => flag?.previous === true) || DRAFT_TITLE.test(changes?.title?.previous ?? '');
}

const DRAFT_TITLE = /^\s*(\[(draft|wip)\]|\((draft|wip)\)|(draft|wip):)/i;

function isDraft(mr: GitlabMergeRequestEvent['object_attributes']): boolean {
  return mr.draft ?? mr.work_in_progress ?? DRAFT_TITLE.test(mr.title ?? '');
}

/** Labels that a person set may let a fork be measured; those that a program set, and be it this one, ask for nothing. */
function labelResult(name: string, event: GitlabMergeRequestEvent): ParsedEvent | null {
  const { previous, current } = event.changes?.labels ?? {};
  const before = (previous ?? []).map(({ title }) => title);
  const labels = (current ?? []).flatMap(({ title }) =>
    typeof title === 'string' && !before.includes(title) ? [title] : [],
  );
  if (labels.length === 0) return null;
  if (isBot(event.user?.username)) return { kind: 'ignored', event: name, why: 'a program set the label' };
  const result = judged('judge', name, event);
  return result.kind === 'change' ? { ...result, labels } : result;
}

/** Users of project and group tokens, and service accounts. */
function isBot(username: string | null | undefined): boolean {
  return /^(project|group)_\d+_bot|^service_account_|[-_]bot$/.test(username ?? '');
}

function judged(intent: 'judge' | 'learn-merged', name: string, event: GitlabMergeRequestEvent): ParsedEvent {
  const headSha = event.object_attributes.last_commit?.id;
  if (headSha === undefined) {
    return { kind: 'ignored', event: name, why: 'the merge request has no commit yet' };
  }
  const merged = intent === 'learn-merged' ? mergedAt(event.object_attributes.updated_at) : {};
  return { kind: 'change', intent, event: name, change: { ...changeFrom(event, headSha), ...merged } };
}

function changeFrom(event: GitlabMergeRequestEvent, headSha: string): RawChange {
  const { object_attributes: mr, user } = event;
  const byAuthor = typeof user?.id === 'number' && user.id === mr.author_id;
  return {
    project: projectOf(event),
    number: String(mr.iid),
    title: mr.title ?? '',
    url: webAddress(mr.url),
    // The event names who acted; that is the author only when the ids agree.
    author: byAuthor ? (user.username ?? null) : null,
    headSha,
    baseSha: null,
    sourceBranch: mr.source_branch,
    targetBranch: mr.target_branch,
    draft: isDraft(mr),
    // Null: the fork was deleted meanwhile.
    fork: mr.source_project_id !== undefined && mr.source_project_id !== mr.target_project_id,
    ...(isBot(user?.username) ? { bot: true } : {}),
  };
}

function projectOf({ project, object_attributes: { target } }: GitlabMergeRequestEvent): string {
  const path = (project ?? target)?.path_with_namespace;
  if (path !== undefined) return path;
  const field = '/project';
  throw new PermanentError('INPUT_INVALID', `Field "${field}" of the merge request event is missing.`, {
    details: { field },
  });
}

/** The signed id first; the others for instances without signatures. A retry of GitLab repeats it. */
function deliveryIdOf({ headers }: InboundRequest): string | null {
  return boundedDeliveryId(
    headers['webhook-id'] ?? headers['idempotency-key'] ?? headers['x-gitlab-event-uuid'],
  );
}

function kindOf(body: object): string {
  const kind = 'object_kind' in body ? body.object_kind : 'event_name' in body ? body.event_name : undefined;
  if (typeof kind !== 'string' || kind === '') {
    throw new PermanentError(
      'INPUT_INVALID',
      'Field "/object_kind" is missing or not a text; GitLab names the kind of event there.',
    );
  }
  return safeEventName(kind);
}
