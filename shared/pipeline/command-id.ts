import { sha256 } from '../audit/sha256.ts';
import type { CommandAsked } from '../contracts/command.ts';
import { RunId } from '../contracts/envelope.ts';
import type { Command } from '../policy/parse-command.ts';

/** Under what a command is kept: the same comment is the same command, however often its webhook comes. */
export function commandIdOf(
  tenant: string,
  { connection, project, number, comment }: Omit<CommandAsked, 'words'>,
): RunId {
  const identity = JSON.stringify([tenant, 'command', connection, project, number, comment]);
  return RunId.parse(`run-${sha256(identity).slice(0, 24)}`);
}

/** Hash of what a command asks for, by which a comment that was changed meanwhile is told from the one that was heard. */
export function commandWords(command: Command): string {
  return sha256(JSON.stringify(command));
}
