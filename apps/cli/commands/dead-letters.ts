import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { RunId } from '../../../shared/contracts/envelope.ts';
import { QUEUE_NAMES } from '../../../shared/contracts/queue-name.ts';
import type { DeadLetter, LetterChoice } from '../../../shared/ports/dead-letters.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { discardDeadLetters } from '../../../shared/pipeline/discard-dead-letters.ts';
import { replayDeadLetters } from '../../../shared/pipeline/replay-dead-letters.ts';
import { EXIT } from '../exit-codes.ts';
import { operatorName, withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { createShowCommand } from './dead-letters-show.ts';

interface ReplayOptions extends CommonOptions {
  readonly queue?: string;
  readonly run?: string;
  readonly message?: string;
  readonly code?: string;
  readonly all?: boolean;
}

const MOST_LISTED = 1_000;

/** `perf-agent dead-letters list|show|replay|discard`. */
export function createDeadLettersCommand(): Command {
  const list = withTarget(new Command('list'))
    .description('messages that left the pipeline, with the reason')
    .action((options: CommonOptions) =>
      runCommand(options, async () => {
        const letters = await withServices(options, ({ deadLetters }, signal) =>
          deadLetters.list(MOST_LISTED, signal),
        );
        show(letters, options, 'No dead letters.');
        return EXIT.ok;
      }),
    );
  const replay = choosing(new Command('replay'))
    .description('send rejected messages back to their queue; noted in the audit log')
    .action((options: ReplayOptions) =>
      runCommand(options, async () => {
        const choose = choiceOf(options);
        const letters = await withServices(options, (services, signal) =>
          replayDeadLetters({ choose, actor: operatorName(services) }, { ...services, pause: wait }, signal),
        );
        show(letters, options, 'Nothing to replay.');
        return EXIT.ok;
      }),
    );
  const discard = choosing(new Command('discard'))
    .description('remove rejected messages for good; noted in the audit log with the reason')
    .requiredOption('--reason <text>', 'why nothing is lost with them; kept in the audit log')
    .action((options: ReplayOptions & { readonly reason: string }) =>
      runCommand(options, async () => {
        const choose = choiceOf(options);
        const { reason } = options;
        const letters = await withServices(options, (services, signal) =>
          discardDeadLetters({ choose, reason, actor: operatorName(services) }, services, signal),
        );
        show(letters, options, 'Nothing to discard.');
        return EXIT.ok;
      }),
    );
  return new Command('dead-letters')
    .description('messages that could not be worked on')
    .addCommand(list)
    .addCommand(createShowCommand())
    .addCommand(replay)
    .addCommand(discard);
}

function choosing(command: Command): Command {
  return withTarget(command)
    .option('--queue <name>', 'of one queue only')
    .option('--run <id>', 'of one run only')
    .option('--message <id>', 'one message')
    .option('--code <code>', 'rejected with this error code only')
    .option('--all', 'all of them, or all that the other options choose');
}

/** @throws PermanentError(`INPUT_INVALID`) when nothing is chosen, or something that cannot be */
function choiceOf(options: ReplayOptions): LetterChoice {
  const { queue, run: runId, message: messageId, code } = options;
  const choose = {
    ...(queue === undefined ? {} : { queue }),
    ...(runId === undefined ? {} : { runId }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(code === undefined ? {} : { code }),
  };
  if (Object.keys(choose).length === 0 && options.all !== true) {
    throw new PermanentError('INPUT_INVALID', 'Say which: --run, --message, --queue, --code or --all.');
  }
  checkChoice(queue, runId);
  return choose;
}

/** A misspelt queue or run has no messages either, and "nothing to replay" would hide that. */
function checkChoice(queue: string | undefined, runId: string | undefined): void {
  if (queue !== undefined && !QUEUE_NAMES.some((name) => name === queue)) {
    throw new PermanentError(
      'INPUT_INVALID',
      `There is no queue "${queue}"; the queues are ${QUEUE_NAMES.join(', ')}.`,
    );
  }
  if (runId !== undefined && !RunId.safeParse(runId).success) {
    throw new PermanentError('INPUT_INVALID', `"${runId}" is no run id: "run-" and 24 hex digits.`);
  }
}

function show(letters: readonly DeadLetter[], options: CommonOptions, none: string): void {
  if (options.json === true) {
    console.log(JSON.stringify(letters));
    return;
  }
  if (letters.length === 0) console.log(none);
  for (const { at, queue, kind, messageId, code, reason } of letters) {
    console.log(`${at.toISOString().slice(0, 19)}  ${queue} (${kind})  ${messageId}\n    ${code}: ${reason}`);
  }
}
