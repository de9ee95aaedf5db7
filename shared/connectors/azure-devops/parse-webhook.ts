import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { InboundRequest, ParsedEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { boundedDeliveryId, safeEventName } from '../common/event-words.ts';
import { jsonEventFrom } from '../common/json-event-from.ts';
import { COMMENT_EVENT, commentResult } from './comment-result.ts';
import { AzureDevopsPullRequestEvent } from './pull-request-event.ts';

const checkPullRequest = createEventChecker(AzureDevopsPullRequestEvent, 'pull request event');
const PULL_REQUEST_EVENTS = ['git.pullrequest.created', 'git.pullrequest.updated', 'git.pullrequest.merged'];

/** What an event says that is worth asking about. */
export const NamedPullRequest = z.object({
  /** Id of the repository. */
  repository: z.string().min(1),
  number: z.string().min(1),
  /** When the event happened, as Azure DevOps says. */
  at: z.iso.datetime().nullable(),
  /** Whether it says that a draft was published; not to be believed, so nothing but a second look follows from it. */
  saysPublished: z.boolean(),
});
export type NamedPullRequest = z.infer<typeof NamedPullRequest>;

/**
 * Says what a service hook means. Events of pull requests only name them: nothing is signed and the details may be left out, so Azure DevOps
 * has to be asked (read-event.ts). Everything else is ignored with the reason.
 * @throws PermanentError(`INPUT_INVALID`) naming the field
 */
export function parseWebhook(request: InboundRequest): {
  readonly deliveryId: string | null;
  readonly result: ParsedEvent;
} {
  const body = jsonEventFrom(request.body, 'Azure DevOps');
  return { deliveryId: deliveryIdOf(body), result: resultOf(body) };
}

function resultOf(body: object): ParsedEvent {
  const event = eventTypeOf(body);
  if (event === COMMENT_EVENT) return commentResult(body);
  if (!PULL_REQUEST_EVENTS.includes(event)) {
    return { kind: 'ignored', event, why: `"${event}" events do not ask for a verdict` };
  }
  return { kind: 'named', event, about: namedPullRequest(checkPullRequest(body)) };
}

function namedPullRequest({ createdDate, message, resource }: AzureDevopsPullRequestEvent): NamedPullRequest {
  const details = resource ?? {};
  // Only ids are taken from the address; it is never asked itself.
  const inUrl = /\/_apis\/git\/repositories\/([0-9a-f-]{36})\/pullRequests\/(\d{1,9})(?:[?#]|$)/i.exec(
    details.url ?? '',
  );
  const repository = details.repository?.id ?? inUrl?.[1];
  const number = details.pullRequestId ?? inUrl?.[2];
  if (number === undefined) throw withoutDetails('/resource/pullRequestId');
  if (repository === undefined) throw withoutDetails('/resource/repository/id');
  const at = new Date(createdDate ?? '');
  const saysPublished = /\bpublished\b|ready for review/i.test(message?.text ?? '');
  return {
    repository,
    number: String(number),
    at: Number.isNaN(at.getTime()) ? null : at.toISOString(),
    saysPublished,
  };
}

function withoutDetails(field: string): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `Field "${field}" of the pull request event is missing; let the subscription send its resource details.`,
    { details: { field } },
  );
}

/** A redelivery repeats subscription and notification; test events and old servers have an id only. */
function deliveryIdOf(body: object): string | null {
  const { subscriptionId, notificationId, id } = body as Readonly<Record<string, unknown>>;
  if (typeof subscriptionId === 'string' && typeof notificationId === 'number')
    return boundedDeliveryId(`${subscriptionId}:${notificationId}`);
  return typeof id === 'string' ? boundedDeliveryId(id) : null;
}

function eventTypeOf(body: object): string {
  const type = 'eventType' in body ? body.eventType : undefined;
  if (typeof type === 'string' && type !== '') return safeEventName(type);
  throw new PermanentError(
    'INPUT_INVALID',
    'Field "/eventType" is missing or not a text; Azure DevOps names the kind of event there.',
  );
}
