import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ChangeEvent, InboundRequest, ParsedEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mergedAt } from '../common/merged-at.ts';
import { boundedDeliveryId, safeEventName, webAddress } from '../common/event-words.ts';
import { jsonEventFrom } from '../common/json-event-from.ts';
import { checkRunResult, checkSuiteResult } from './check-result.ts';
import { commentResult, reviewCommentResult, reviewResult } from './comment-result.ts';
import { GithubMergeGroupEvent, GithubPullRequestEvent } from './pull-request-event.ts';

const checkPullRequest = createEventChecker(GithubPullRequestEvent, 'pull_request event');
const checkMergeGroup = createEventChecker(GithubMergeGroupEvent, 'merge_group event');

/**
 * Says what a webhook means. Pull requests that were opened, reopened, made ready or got new commits or another target branch are judged, as are groups of a merge
 * queue and commits whose check somebody asks for again; merged ones are learnt from; everything else is ignored with the reason. The kind of event stands in `X-GitHub-Event`, which is
 * not signed: so a body must also have the shape of its kind.
 * @throws PermanentError(`INPUT_INVALID`) naming the field
 */
export function parseWebhook(
  request: InboundRequest,
  statusName: string,
): { readonly deliveryId: string | null; readonly result: ParsedEvent } {
  const body = jsonEventFrom(jsonBytesOf(request), 'GitHub');
  const deliveryId = boundedDeliveryId(request.headers['x-github-delivery']);
  return { deliveryId, result: resultOf(kindOf(request.headers['x-github-event'], body), body, statusName) };
}

function resultOf(kind: string, body: object, statusName: string): ParsedEvent {
  if (kind === 'pull_request') return pullRequestResult(checkPullRequest(body));
  if (kind === 'issue_comment') return commentResult(body);
  if (kind === 'pull_request_review_comment') return reviewCommentResult(body);
  if (kind === 'pull_request_review') return reviewResult(body);
  if (kind === 'merge_group') return mergeGroupResult(checkMergeGroup(body));
  if (kind === 'check_run') return checkRunResult(body, statusName);
  if (kind === 'check_suite') return checkSuiteResult(body);
  const why = kind === 'ping' ? 'the webhook is connected' : `"${kind}" events do not ask for a verdict`;
  return { kind: 'ignored', event: kind, why };
}

function pullRequestResult(event: GithubPullRequestEvent): ChangeEvent {
  const name = `pull_request:${safeEventName(event.action)}`;
  switch (event.action) {
    case 'opened':
    case 'reopened':
    case 'synchronize':
    case 'ready_for_review':
      return { kind: 'change', intent: 'judge', event: name, change: changeFrom(event) };
    case 'edited':
      return event.changes?.base == null
        ? { kind: 'ignored', event: name, why: 'title or description was edited, not the target branch' }
        : { kind: 'change', intent: 'judge', event: name, change: changeFrom(event) };
    case 'labeled':
      return labelResult(name, event);
    case 'closed':
      return event.pull_request.merged === true
        ? { kind: 'change', intent: 'learn-merged', event: name, change: changeFrom(event) }
        : { kind: 'ignored', event: name, why: 'the pull request was closed without being merged' };
    default:
      return { kind: 'ignored', event: name, why: 'the action does not change the code' };
  }
}

/** A label that a person set may let a fork be measured; one that a program set, and be it this one, asks for nothing. */
function labelResult(name: string, event: GithubPullRequestEvent): ChangeEvent {
  if (isBot(event.sender)) return { kind: 'ignored', event: name, why: 'a program set the label' };
  const labels = [event.label?.name ?? ''];
  return { kind: 'change', intent: 'judge', event: name, change: changeFrom(event), labels };
}

function isBot(user: GithubPullRequestEvent['sender']): boolean {
  return user?.type === 'Bot' || user?.login?.endsWith('[bot]') === true;
}

function changeFrom({ repository, pull_request: pr, sender }: GithubPullRequestEvent) {
  return {
    project: repository.full_name,
    number: String(pr.number),
    title: pr.title ?? '',
    url: webAddress(pr.html_url),
    author: pr.user?.login ?? null,
    headSha: pr.head.sha,
    // The event tells the tip of the target branch; the commit that the change branched from has to be asked for.
    baseSha: null,
    sourceBranch: pr.head.ref,
    targetBranch: pr.base.ref,
    draft: pr.draft ?? false,
    // A fork that was deleted meanwhile is a fork.
    fork: pr.head.repo?.id !== (pr.base.repo?.id ?? repository.id),
    ...mergedAt(pr.merged_at),
    ...(isBot(sender) || isBot(pr.user) ? { bot: true } : {}),
  };
}

/** A merge queue waits for the status of the group's own commit; there is no pull request to comment on. */
function mergeGroupResult({ action, repository, merge_group: group }: GithubMergeGroupEvent): ChangeEvent {
  const event = `merge_group:${safeEventName(action)}`;
  if (action !== 'checks_requested')
    return { kind: 'ignored', event, why: 'the merge queue asks for no check' };
  const branchOf = (ref: string) => ref.replace(/^refs\/heads\//, '');
  const change = {
    project: repository.full_name,
    number: null,
    title: `merge queue of ${branchOf(group.base_ref)}`,
    url: null,
    author: null,
    headSha: group.head_sha,
    baseSha: group.base_sha,
    sourceBranch: branchOf(group.head_ref),
    targetBranch: branchOf(group.base_ref),
    draft: false,
    fork: false,
  };
  return { kind: 'change', intent: 'judge', event, change };
}

/** A webhook of content type `application/x-www-form-urlencoded` carries the JSON in the field `payload`. */
function jsonBytesOf({ headers, body }: InboundRequest): Uint8Array {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return body;
  const payload = new URLSearchParams(new TextDecoder().decode(body)).get('payload');
  return new TextEncoder().encode(payload ?? '');
}

function kindOf(header: string | undefined, body: object): string {
  if (header !== undefined && header !== '') return safeEventName(header);
  const kind = shapeOf(body);
  if (kind !== null) return kind;
  if (Object.keys(body).length > 0 && ('sender' in body || 'zen' in body)) return 'unknown';
  throw new PermanentError(
    'INPUT_INVALID',
    'Header "X-GitHub-Event" is missing, and the body is no event of GitHub.',
  );
}

/** A relay may drop the header; the bodies of the kinds that matter tell themselves apart. */
function shapeOf(body: object): string | null {
  for (const kind of ['merge_group', 'check_run', 'check_suite']) if (kind in body) return kind;
  if ('issue' in body && 'comment' in body) return 'issue_comment';
  if (!('pull_request' in body)) return null;
  if ('review' in body) return 'pull_request_review';
  if ('comment' in body) return 'pull_request_review_comment';
  return 'number' in body ? 'pull_request' : null;
}
