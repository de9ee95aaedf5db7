import type { Tenant } from '../contracts/envelope.ts';
import { commandIdOf, commandWords } from '../pipeline/command-id.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { parseCommand } from '../policy/parse-command.ts';
import type { ChangeEvent } from '../ports/change-host.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import { type DoorReply, type DoorRequest, json } from './door.ts';

/**
 * A comment that holds a command is put on its queue by name alone: what it says, who wrote it and what that person may do are asked of
 * the host there, so that a slow host cannot keep the webhook waiting. Comments without a command are not kept at all.
 */
export async function hearComment(
  {
    tenant,
    sender,
    clock,
  }: { readonly tenant: Tenant; readonly sender: MessageSender; readonly clock: Clock },
  connection: string,
  { event, project, number, comment }: Extract<ChangeEvent, { readonly kind: 'comment' }>,
  { traceparent, signal }: DoorRequest,
): Promise<DoorReply> {
  const command = parseCommand(comment.text);
  if (command === null) return json(202, { ignored: 'the comment holds no command of ours', event });
  const asked = { connection, project, number, comment: comment.id, words: commandWords(command) };
  const runId = commandIdOf(tenant, asked);
  const message = messageWithData(
    'command',
    `${runId}:command`,
    { runId, tenant },
    asked,
    clock.now(),
    traceparent,
  );
  await sender.send([message], signal);
  return json(202, { command: runId, event });
}
