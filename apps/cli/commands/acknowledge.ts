import { userInfo } from 'node:os';
import { Command } from 'commander';
import * as z from 'zod';
import { Acknowledgement } from '../../../shared/contracts/acknowledgement.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { finiteNumber } from '../statistics/option-values.ts';
import { table } from '../statistics/table.ts';

interface AcknowledgeOptions extends CommonOptions {
  readonly service?: string;
  readonly branch?: string;
  readonly statistic?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly by: string;
  readonly upTo?: number;
  readonly project?: string;
  readonly number?: string;
  readonly baseline?: string;
  readonly revoke?: boolean;
}

const PATH = '/api/v1/acknowledgements';
const Listed = z.object({ acknowledgements: z.array(Acknowledgement.extend({ holds: z.boolean() })) });
const Kept = z.object({ acknowledgement: Acknowledgement, ref: z.string(), pinned: z.boolean() });

/** `perf-agent acknowledge METRIC`: a person answers for a figure that got worse, until a day; without a metric, what was said. */
export function createAcknowledgeCommand(): Command {
  return withTarget(new Command('acknowledge'))
    .description(
      'answer for a regression until a day, so that it does not fail changes; without METRIC: list what holds',
    )
    .argument('[metric]', 'metric, `*` for any run of characters')
    .option('--service <name>', 'service, as results were handed in for it')
    .option('--branch <name>', 'target branch of the changes', 'main')
    .option('--statistic <name>', 'p95, rate … (default: all of the metric)')
    .option('--until <day>', 'last day on which it holds, 2026-12-31')
    .option('--reason <text>', 'why, for the comment and the audit log')
    .option('--owner <who>', 'who answers for it (default: who says so)')
    .option('--by <who>', 'who says so (default: the user of this computer)', userInfo().username)
    .option(
      '--up-to <change>',
      'largest change for the worse that it covers, 0.3 for 30 % (default: any)',
      finiteNumber,
    )
    .option('--project <path>', 'only for one change: its project')
    .option('--number <number>', 'only for one change: its number')
    .option(
      '--baseline <commit>',
      'accept the level: this measured commit becomes the baseline of the branch',
    )
    .option('--revoke', 'take back what was said of the figure')
    .action((metric: string | undefined, options: AcknowledgeOptions) =>
      runCommand(options, () => (metric === undefined ? list(options) : say(metric, options))),
    );
}

async function say(metric: string, options: AcknowledgeOptions): Promise<number> {
  const { service, branch, statistic, until, owner, by, upTo, project, number, baseline, revoke } = options;
  const reason = options.reason ?? (revoke === true ? 'taken back' : undefined);
  checkOptions(options);
  const change = project === undefined ? undefined : { project, number };
  const body = {
    service,
    branch,
    metric,
    statistic,
    upTo,
    until,
    owner: owner ?? by,
    by,
    reason,
    baseline,
    change,
    via: 'command-line',
  };
  const kept = await callApi(options, { method: 'POST', path: PATH, body }, Kept);
  if (options.json === true) console.log(JSON.stringify(kept));
  else print(kept, options);
  return EXIT.ok;
}

/** @throws PermanentError(`INPUT_INVALID`) naming the options that are missing or exclude each other */
function checkOptions({ service, until, reason, revoke, project, number }: AcknowledgeOptions): void {
  const missing = [
    ...(service === undefined ? ['--service'] : []),
    ...(until === undefined && revoke !== true ? ['--until'] : []),
    ...(reason === undefined && revoke !== true ? ['--reason'] : []),
  ];
  if (missing.length > 0)
    throw new PermanentError('INPUT_INVALID', `An acknowledgement also needs ${missing.join(', ')}.`);
  if (revoke === true && until !== undefined)
    throw new PermanentError('INPUT_INVALID', 'Give --until or --revoke, not both.');
  if ((project === undefined) !== (number === undefined))
    throw new PermanentError('INPUT_INVALID', 'One change is named by --project and --number together.');
}

function print(
  { acknowledgement: word, pinned }: z.infer<typeof Kept>,
  { revoke, baseline }: AcknowledgeOptions,
): void {
  if (revoke === true) {
    console.log(`${word.service}: what was said of ${figure(word)} is taken back.`);
    return;
  }
  const covered = word.upTo === null ? '' : ` up to ${word.upTo}`;
  console.log(
    `${word.service}: ${figure(word)} may be worse${covered} until ${lastDay(word)}; ${word.owner} answers for it.`,
  );
  if (pinned)
    console.log(
      `${baseline ?? ''} is the baseline of ${word.branch} from now on ("baseline unpin" lets go of it).`,
    );
}

async function list(options: AcknowledgeOptions): Promise<number> {
  const query = new URLSearchParams();
  if (options.service !== undefined) query.set('service', options.service);
  const path = `${PATH}?${query.toString()}`;
  const { acknowledgements } = await callApi(options, { method: 'GET', path }, Listed);
  const standing = acknowledgements.filter((word) => word.until > word.at);
  if (options.json === true) console.log(JSON.stringify(acknowledgements));
  else if (standing.length === 0) console.log('Nothing is acknowledged.');
  else {
    const rows = standing.map((word) => [
      word.service,
      word.change === null ? word.branch : `${word.change.project}!${word.change.number}`,
      figure(word),
      word.holds ? lastDay(word) : `ended ${lastDay(word)}`,
      word.owner,
      word.reason,
    ]);
    console.log(table(['service', 'for', 'figure', 'until', 'owner', 'reason'], rows));
  }
  return EXIT.ok;
}

function figure({ metric, statistic }: Acknowledgement): string {
  return statistic === null ? metric : `${metric} ${statistic}`;
}

function lastDay({ until }: Acknowledgement): string {
  return new Date(Date.parse(until) - 1).toISOString().slice(0, 10);
}
