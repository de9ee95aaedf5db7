import { sha256 } from '../audit/sha256.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { messageOf } from '../pipeline/messages.ts';
import type { ApprovalClick } from '../ports/approval-desk.ts';
import type { Connections } from '../ports/connections.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import { approvalPartName } from '../stages/approval-part.ts';
import { type ClickAnswer, clickAnswerRef } from '../stages/answer-click.ts';
import { type Door, type DoorReply, type DoorRequest, problem } from './door.ts';
import { hearWord, type HearPorts } from './hear-word.ts';
import { readBody } from './read-body.ts';

interface ClickPorts extends HearPorts {
  readonly connections: Connections;
  readonly connectionIds: readonly string[];
  readonly rawVault: RawVault;
}

const MOST_BYTES = 1024 * 1024;
/** Messengers wait three seconds; who clicked is told by the queue. */
const TAKEN: DoorReply = { status: 200, headers: { 'content-type': 'text/plain' }, body: '' };

/**
 * `POST /api/v1/interactions/{connection}`: a click on one of our buttons. 401 forged or too old; 400 malformed; 200 taken, whether it counts or
 * not: what follows, and an answer for the one who clicked in vain, goes through the queue, so that the reply is never late.
 */
export function receiveClick(ports: ClickPorts): Door {
  return async (request) => {
    const id = request.params['connection'] ?? '';
    const known = ports.connectionIds.includes(id) ? await ports.connections.get(id) : undefined;
    const clicks = known?.approvals?.clicks;
    if (clicks === undefined) {
      return problem(
        404,
        'INPUT_INVALID',
        'No connection of the configuration takes clicks under this address.',
      );
    }
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
    const inbound = { headers: request.headers, body };
    if (!(await clicks.verify(inbound))) {
      return problem(401, 'INPUT_INVALID', 'Signature is missing, wrong or too old.');
    }
    const click = parsedOrProblem(() => clicks.parse(inbound));
    if (click === null) return TAKEN;
    if ('status' in click) return click;
    const refusal = await hearClick(ports, id, click, request);
    if (refusal !== null) await answerLater(ports, id, click, refusal, request);
    return TAKEN;
  };
}

/** @returns what the one who clicked is told, or null when the click counts */
async function hearClick(
  ports: ClickPorts,
  connection: string,
  { runId, decision, account, reason, key }: ApprovalClick,
  request: DoorRequest,
): Promise<Masked | null> {
  const { people } = (await ports.policy()).policy;
  const person = people.find(({ accounts }) => accounts[connection] === account);
  if (person === undefined) {
    return maskedText`The policy does not know your account, so your click changed nothing.`;
  }
  const raw = { word: { kind: decision }, by: person.id, channel: 'slack', reason, key } as const;
  const spoken = await hearWord(ports, runId, raw, request);
  if (spoken === null)
    return maskedText`Nobody is asked about this run any more; your click changed nothing.`;
  if (spoken.judged.accepted) return null;
  return maskedText`Your click changed nothing. ${spoken.judged.words}`;
}

async function answerLater(
  ports: ClickPorts,
  connection: string,
  { account, runId, key }: ApprovalClick,
  words: Masked,
  { traceparent, signal }: DoorRequest,
): Promise<void> {
  const hash = sha256(key).slice(0, 24);
  const ref = clickAnswerRef(runId, hash);
  const answer: ClickAnswer = { connection, account, words };
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  await ports.rawVault.put(ref, bytes, 'application/json', signal);
  const from = { runId, tenant: ports.tenant, step: 'approve', ref, now: ports.clock.now() };
  const emit = { queue: 'approve' as const, part: approvalPartName({ kind: 'answer', hash }) };
  await ports.sender.send([messageOf(emit, from, traceparent)], signal);
}

function parsedOrProblem(parse: () => ApprovalClick | null): ApprovalClick | DoorReply | null {
  try {
    return parse();
  } catch (error) {
    if (!PipelineError.is(error) || error.disposition !== 'dead-letter') throw error;
    return problem(400, error.code, maskedName(error.message));
  }
}
