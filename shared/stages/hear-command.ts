import type { CommandAsked } from '../contracts/command.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { commandWords } from '../pipeline/command-id.ts';
import { type Command, parseCommand } from '../policy/parse-command.ts';
import type { ChangeHost, RawChange, RawComment } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';

/** A command that somebody who may give it gave. */
export interface HeardCommand {
  readonly kind: 'heard';
  readonly host: ChangeHost;
  readonly change: RawChange;
  readonly comment: RawComment;
  readonly command: Command;
}

/**
 * Asks the host what a comment says now, who wrote it and what that person may do. Only who may write to the project is heard, and never the
 * connection itself; others are not even answered, so that nobody can make us write.
 * @throws PermanentError(`CONFIG_INVALID`) when the connection is no code host any more
 */
export async function hearCommand(
  asked: CommandAsked,
  connections: Connections,
  signal: AbortSignal,
): Promise<HeardCommand | { readonly kind: 'ignored'; readonly why: string }> {
  const { changes: host } = await connections.get(asked.connection);
  if (host === undefined) {
    throw new PermanentError('CONFIG_INVALID', `The connection "${asked.connection}" is no code host.`);
  }
  const ignored = (why: string) => ({ kind: 'ignored' as const, why });
  const { project, number } = asked;
  const comment = await host.fetchComment(project, number, asked.comment, signal);
  if (comment === null) return ignored('the comment is gone');
  const command = parseCommand(comment.text);
  // Others than its author may edit a comment, and it is its author who would answer for it.
  if (command === null || commandWords(command) !== asked.words) {
    return ignored('the comment was changed before it was read');
  }
  const right = await host.fetchRight(project, comment.author, signal);
  if (right === 'own') return ignored('the comment is our own');
  if (right === 'read') return ignored('only who may write to the project may command');
  const change = await host.fetchChange(project, number, signal);
  if (change === null) return ignored('the change is gone');
  return { kind: 'heard', host, change, comment, command };
}
