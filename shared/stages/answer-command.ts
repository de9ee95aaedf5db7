import type { CommandAsked, CommandDone } from '../contracts/command.ts';
import type { Masked } from '../contracts/masked.ts';
import type { HeardCommand } from './hear-command.ts';
import { refusalOf } from './tell-change.ts';

/**
 * The answer to one command, in its thread where the host has threads: a comment of its own, found again by the comment that it answers. A host that takes none for good does not keep
 * the command from being carried out.
 */
export async function answerCommand(
  { host, change }: Pick<HeardCommand, 'host' | 'change'>,
  { number, comment }: CommandAsked,
  body: Masked,
  signal: AbortSignal,
): Promise<NonNullable<CommandDone['reply']>> {
  const { project, headSha } = change;
  const wanted = {
    ...{ project, number, key: `command:${comment}`, answers: comment },
    ...{ body, headSha, order: 0 },
  };
  try {
    return (await host.ensureComment(wanted, signal)).status;
  } catch (error) {
    refusalOf(error);
    return 'refused';
  }
}
