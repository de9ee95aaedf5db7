import { Command } from 'commander';
import { ERROR_CODES } from '../../../shared/errors/codes.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import type { DeadLetter } from '../../../shared/ports/dead-letters.ts';
import type { RunRow } from '../../../shared/ports/run-index.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

/** More than one installation should ever have; beyond them a message is not found. */
const MOST_SEARCHED = 10_000;

/** A dead letter with what is known of its run, and what helps. */
interface ExplainedLetter extends DeadLetter {
  readonly helps: string;
  readonly run: RunRow | null;
}

/** `perf-agent dead-letters show ID`: one message explained. Exit codes: 0 shown, 1 there is none of that id. */
export function createShowCommand(): Command {
  return withTarget(new Command('show'))
    .description('explain a message that left the pipeline: which step, why, what helps, whose change')
    .argument('<id>', 'message id, or the id of a run for all of its messages')
    .action((id: string, options: CommonOptions) =>
      runCommand(options, async () => {
        if (id.trim() === '')
          throw new PermanentError('INPUT_INVALID', 'Give the id of a message or of a run.');
        const explained = await withServices(options, async ({ deadLetters, index, tenant }, signal) => {
          const letters = await deadLetters.list(MOST_SEARCHED, signal);
          const wanted = letters.filter(({ messageId, runId }) => messageId === id || runId === id);
          const runOf = (runId: string | null) =>
            runId === null ? null : index.getRun(tenant, runId, signal);
          return Promise.all(
            wanted.map(async (letter) => ({
              ...letter,
              helps: cureOf(letter.code),
              run: await runOf(letter.runId),
            })),
          );
        });
        if (options.json === true) console.log(JSON.stringify(explained));
        else if (explained.length === 0)
          console.error(`No dead letter has the id "${id}", of a message or of a run.`);
        else console.log(explained.map(explanationOf).join('\n\n'));
        return explained.length === 0 ? EXIT.negative : EXIT.ok;
      }),
    );
}

/** One letter in words, a line for each question that an operator has. */
export function explanationOf({ run, helps, ...letter }: ExplainedLetter): string {
  const { queue, kind, messageId, runId, part, code, reason, failures, replays, at } = letter;
  const gaveUp =
    kind === 'broken'
      ? 'Service Bus gave up on it; within a minute it is moved to the rejected messages'
      : 'the product gave up on it';
  const tried =
    failures === null
      ? 'unknown, since the message cannot be read'
      : `${failures} time(s), replayed ${replays} time(s)`;
  const change =
    run === null
      ? 'not in the index'
      : `${run.project}${run.change === null ? '' : ` change ${run.change}`} at ${run.headSha.slice(0, 10)}: ${run.title}`;
  return [
    `Message  ${messageId}`,
    `Step     ${queue}${part === null ? '' : `, part ${part}`}; ${gaveUp}`,
    `When     ${at.toISOString()}`,
    `Failed   ${tried}`,
    `Code     ${code}`,
    `Reason   ${reason}`,
    `Helps    ${helps}`,
    `Run      ${runId ?? 'none'}${run === null ? '' : ` (${run.status})`}`,
    `Change   ${change}`,
    `Next     perf-agent dead-letters replay --message ${messageId}`,
  ].join('\n');
}

function cureOf(code: string): string {
  const cures: Readonly<Record<string, string>> = ERROR_CODES;
  return Object.hasOwn(cures, code)
    ? (cures[code] ?? '')
    : 'The code is not one of the product: Service Bus named it itself.';
}
