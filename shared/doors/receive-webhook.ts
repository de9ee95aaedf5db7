import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { maskPath } from '../masking/mask-path.ts';
import { runIdOf } from '../pipeline/run-id.ts';
import type { ChangeEvent, ChangeEvents, RawChange } from '../ports/change-host.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { ValueKeeper } from '../ports/value-keeper.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import { type Door, type DoorReply, type DoorRequest, json, problem } from './door.ts';
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

const MOST_BYTES = 5 * 1024 * 1024;

/**
 * `POST /api/webhooks/{connection}`. 401 bad signature; 202 accepted (with the run's status page) or ignored (with the reason); 400 malformed;
 * 404 unknown connection; 413 more than 5 MiB. Answers when Service Bus has the request: from then on it cannot be lost.
 */
export function receiveWebhook(ports: WebhookPorts, onComment: OnComment = ignoreComment): Door {
  return async (request) => {
    const id = request.params['connection'] ?? '';
    const events = ports.connectionIds.includes(id) ? (await ports.connections.get(id)).events : undefined;
    if (events === undefined) {
      return problem(
        404,
        'INPUT_INVALID',
        'No connection of the configuration takes webhooks under this address.',
      );
    }
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
    const inbound = { headers: request.headers, body };
    if (!(await events.verify(inbound))) {
      return problem(401, 'INPUT_INVALID', 'Signature or token is missing, wrong or too old.');
    }
    const parsed = parseOrProblem(events, inbound);
    if ('status' in parsed) return parsed;
    const { deliveryId } = parsed;
    const result = parsed.result.kind === 'named' ? await parsed.result.read(request.signal) : parsed.result;
    if (result.kind === 'ignored') return json(202, { ignored: result.why, event: result.event });
    if (result.kind === 'comment') return onComment(id, result, request);
    const unwanted = whyUnwanted(result, (await ports.policy()).policy);
    if (unwanted !== null) return json(202, { ignored: unwanted, event: result.event });
    const accepted = requestOf(ports, id, result.change, {
      intent: result.intent,
      ...(result.labels === undefined ? {} : { approved: true }),
      trigger: { kind: 'webhook', event: result.event, deliveryId, at: ports.clock.now().toISOString() },
      service: null,
      rerun: 0,
    });
    const message = messageWithData(
      'requests',
      `${accepted.runId}:requests`,
      { runId: accepted.runId, tenant: ports.tenant },
      accepted.request,
      ports.clock.now(),
      request.traceparent,
    );
    await ports.values?.keep(accepted.runId, request.signal);
    await ports.sender.send([message], request.signal);
    const status = `${ports.publicUrl}/api/v1/runs/${accepted.runId}`;
    return json(202, { runId: accepted.runId, status }, { location: status });
  };
}

/** Answers a person's comment on a connection's change. */
type OnComment = (
  connection: string,
  event: Extract<ChangeEvent, { readonly kind: 'comment' }>,
  request: DoorRequest,
) => Promise<DoorReply>;

const ignoreComment: OnComment = async (_connection, { event }) =>
  json(202, { ignored: 'comments are not answered here', event });

/** What the policy does not want to hear of; nothing is kept of it. */
function whyUnwanted(
  { intent, change, labels }: Extract<ChangeEvent, { readonly kind: 'change' }>,
  { drafts, forks, forkRules }: LoadedPolicy['policy'],
): string | null {
  if (intent !== 'judge') return null;
  if (labels !== undefined && !(forks === 'ask' && change.fork && labels.includes(forkRules.label))) {
    return 'the label asks for nothing';
  }
  if (change.fork && forks === 'ignore') return 'the policy ignores changes from forks';
  if (change.draft && drafts === 'ignore') return 'the policy ignores drafts';
  return null;
}

/** What is asked of a change, as it came. */
type RawAbout = Pick<AnalysisRequested, 'intent' | 'rerun' | 'approved'> & {
  readonly service: string | null;
  readonly trigger: Pick<AnalysisRequested['trigger'], 'kind' | 'at'> & {
    readonly event: string;
    readonly deliveryId: string | null;
  };
};

/** A raw change → the masked request and its run. */
export function requestOf(
  ports: Pick<WebhookPorts, 'tenant' | 'maskerOf'>,
  connection: string | null,
  raw: RawChange,
  about: RawAbout,
): { readonly runId: ReturnType<typeof runIdOf>; readonly request: AnalysisRequested } {
  const identity = {
    tenant: ports.tenant,
    ...about,
    change: { ...raw, connection },
    variant: variantOf(raw, about),
  };
  const runId = runIdOf(identity);
  const masker = ports.maskerOf(runId);
  const names = ports.maskerOf(identityKey(ports.tenant));
  const { trigger, service } = about;
  const { author, url, sourceBranch, targetBranch } = raw;
  const branch = (name: string | null): Masked | null => (name === null ? null : maskPath(name, names));
  return {
    runId,
    request: {
      ...about,
      tenant: ports.tenant,
      service: service === null ? null : maskPath(service, names),
      trigger: {
        ...trigger,
        event: masker.mask(trigger.event),
        deliveryId: trigger.deliveryId === null ? null : masker.mask(trigger.deliveryId),
      },
      change: {
        ...raw,
        connection,
        title: masker.mask(raw.title),
        author: author === null ? null : masker.mask(author),
        url: url === null ? null : maskedAddress(url, masker),
        sourceBranch: branch(sourceBranch),
        targetBranch: branch(targetBranch),
      },
    },
  };
}

/** A webhook about a draft and one about the same head made ready are two questions, as are those before and after a fork was let in. */
function variantOf(
  { draft, fork }: RawChange,
  { intent, trigger, approved }: RawAbout,
): 'draft' | 'approved' | null {
  if (intent !== 'judge') return null;
  const byHand = trigger.kind !== 'webhook';
  if (fork && (byHand || approved === true)) return 'approved';
  return draft && !byHand ? 'draft' : null;
}

/** The host names no person; the rest of an address may. @returns null rather than an address that leads nowhere, or into a script */
function maskedAddress(url: string, masker: Masker): Masked | null {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol)) return null;
  const { username, password, pathname, search, hash } = address;
  const rest = `${pathname}${search}${hash}`;
  const isPlain = username === '' && password === '' && maskPath(rest, masker) === rest;
  return isPlain ? maskedName(url) : null;
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
