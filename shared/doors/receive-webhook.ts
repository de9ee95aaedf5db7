import { sha256 } from '../audit/sha256.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { requestOf } from '../pipeline/request-of.ts';
import { whyUnwanted } from '../pipeline/why-unwanted.ts';
import type { ChangeEvents } from '../ports/change-host.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { ValueKeeper } from '../ports/value-keeper.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { BodyRoom, TakeRoom } from './body-room.ts';
import { type Door, type DoorReply, type DoorRequest, json, problem } from './door.ts';
import { hearComment } from './hear-comment.ts';
import { hearEvent } from './hear-event.ts';
import { readBody } from './read-body.ts';

export interface WebhookPorts {
  readonly tenant: string;
  readonly publicUrl: string;
  readonly connections: Connections;
  readonly connectionIds: readonly string[];
  readonly sender: MessageSender;
  readonly maskerOf: (runId: string) => Masker;
  readonly clock: Clock;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly values?: Pick<ValueKeeper, 'keep'>;
}

/** The most that a code host sends: GitHub's documented limit of 25 MB. */
const MOST_BYTES = 25 * 1024 * 1024;

/**
 * `POST /api/webhooks/{connection}`. 401 bad signature; 202 accepted (with the run's status page, or to be read) or ignored (with the reason); 400 malformed;
 * 404 unknown connection; 413 more than 25 MiB; 429 while others' large bodies
 * fill the room. Answers when Service Bus has the request: from then on it cannot be lost.
 */
export function receiveWebhook(ports: WebhookPorts, room: BodyRoom): Door {
  return (request) => room.within((take) => answerWebhook(ports, request, take));
}

async function answerWebhook(ports: WebhookPorts, request: DoorRequest, take: TakeRoom): Promise<DoorReply> {
  const id = request.params['connection'] ?? '';
  const events = ports.connectionIds.includes(id) ? (await ports.connections.get(id)).events : undefined;
  if (events === undefined) {
    return problem(
      404,
      'INPUT_INVALID',
      'No connection of the configuration takes webhooks under this address.',
    );
  }
  const body = await readBody(request, MOST_BYTES, take);
  if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
  const inbound = { headers: request.headers, body };
  if (!(await events.verify(inbound))) {
    return problem(401, 'INPUT_INVALID', 'Signature or token is missing, wrong or too old.');
  }
  const parsed = parseOrProblem(events, inbound);
  if ('status' in parsed) return parsed;
  const { deliveryId, result } = parsed;
  if (result.kind === 'named') return hearEvent(ports, id, result, deliveryId, request);
  if (result.kind === 'ignored') return ignored(ports, result.why, result.event);
  if (result.kind === 'comment') return hearComment(ports, id, result, request);
  const unwanted = whyUnwanted(result, (await ports.policy()).policy);
  if (unwanted !== null) return ignored(ports, unwanted, result.event);
  const accepted = requestOf(ports, id, result.change, {
    intent: result.intent,
    ...(result.labels === undefined ? {} : { approved: true }),
    trigger: { kind: 'webhook', event: result.event, deliveryId, at: ports.clock.now().toISOString() },
    service: null,
    rerun: 0,
  });
  const message = messageWithData(
    'requests',
    requestMessageId(accepted.runId, deliveryId),
    { runId: accepted.runId, tenant: ports.tenant },
    accepted.request,
    ports.clock.now(),
    request.traceparent,
  );
  await ports.values?.keep(accepted.runId, request.signal);
  await ports.sender.send([message], request.signal);
  const status = `${ports.publicUrl}/api/v1/runs/${accepted.runId}`;
  return json(202, { runId: accepted.runId, status }, { location: status });
}

/**
 * A second delivery of one webhook is the same message. Another webhook about the same run is heard all the same: its head may have come back
 * after another (stages/returned-head.ts).
 */
function requestMessageId(runId: string, deliveryId: string | null): string {
  const id = `${runId}:requests`;
  return deliveryId === null ? id : `${id}:${sha256(deliveryId).slice(0, 16)}`;
}

/** Hosts keep answers and show them; an event's name is what the request says it is. */
function ignored({ tenant, maskerOf }: WebhookPorts, why: string, event: string): DoorReply {
  return json(202, maskerOf(`${tenant} deliveries`).maskValue({ ignored: why, event }));
}

function parseOrProblem(
  events: ChangeEvents,
  inbound: Parameters<ChangeEvents['parse']>[0],
): ReturnType<ChangeEvents['parse']> | ReturnType<typeof problem> {
  try {
    return events.parse(inbound);
  } catch (error) {
    if (PipelineError.is(error) && error.disposition === 'dead-letter') {
      return problem(400, error.code, maskedName(error.message));
    }
    throw error;
  }
}
