import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import * as z from 'zod';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { table } from '../statistics/table.ts';

interface WordOptions extends CommonOptions {
  readonly as?: string;
  readonly codeFile?: string;
  readonly reason: string;
}

const Row = z.object({
  runId: z.string(),
  status: z.string(),
  project: z.string(),
  number: z.string(),
  headSha: z.string(),
  rule: z.string(),
  expiresAt: z.string(),
});
const View = z.looseObject({
  runId: z.string(),
  status: z.string(),
  words: z.string(),
  change: z.object({ connection: z.string(), project: z.string(), number: z.string(), headSha: z.string() }),
  rule: z.string(),
  why: z.string(),
  count: z.number(),
  mayApprove: z.array(z.object({ id: z.string(), name: z.string() })),
  approvals: z.array(z.object({ by: z.string(), at: z.string(), channel: z.string(), reason: z.string() })),
  expiresAt: z.string(),
});
type View = z.infer<typeof View>;
const Answer = z.object({ approval: View });

/** `perf-agent approvals list|show|approve|reject|delegate|revoke`: what waits for people, and their word on it. */
export function createApprovalsCommand(): Command {
  const list = withTarget(new Command('list'))
    .description('approvals, newest first')
    .option('--status <status>', 'waiting, approved, rejected, expired, superseded or all', 'waiting')
    .option('--limit <n>', 'how many, 1 to 200', '50')
    .action((options: CommonOptions & { readonly status: string; readonly limit: string }) =>
      runCommand(options, () => listApprovals(options)),
    );
  const show = withTarget(new Command('show'))
    .description('who is asked, who said what; exit code 1 when it ended without approval, 3 while it waits')
    .argument('<run>', 'run id')
    .action((run: string, options: CommonOptions) => runCommand(options, () => showApproval(run, options)));
  const delegate = withSpeaker(new Command('delegate'))
    .description('give your right to approve to another person of the policy')
    .argument('<run>', 'run id')
    .argument('<person>', 'who gets it')
    .action((run: string, to: string, options: WordOptions) =>
      runCommand(options, () => say(run, 'delegate', options, to)),
    );
  const command = new Command('approvals').description('what waits for people, and their word on it');
  for (const made of [list, show, delegate]) command.addCommand(made);
  for (const [word, description] of WORDS) {
    command.addCommand(
      withSpeaker(new Command(word))
        .description(description)
        .argument('<run>', 'run id')
        .action((run: string, options: WordOptions) => runCommand(options, () => say(run, word, options))),
    );
  }
  return command;
}

const WORDS = [
  ['approve', 'let a change pass that waits for you'],
  ['reject', 'let a change fail that waits for you'],
  ['revoke', 'take back your approval while others are asked, or a right that you gave away'],
] as const;

function withSpeaker(command: Command): Command {
  return withTarget(command)
    .option('--as <person>', 'who you are in the policy (default: PERF_AGENT_PERSON)')
    .option(
      '--code-file <file>',
      'file with your approval code, "-" for standard input (default: PERF_AGENT_CODE)',
    )
    .option('--reason <text>', 'why; masked and kept', '');
}

async function listApprovals(
  options: CommonOptions & { readonly status: string; readonly limit: string },
): Promise<number> {
  const query = new URLSearchParams({ limit: options.limit });
  if (options.status !== 'all') query.set('status', options.status);
  const { approvals } = await callApi(
    options,
    { method: 'GET', path: `/api/v1/approvals?${query.toString()}` },
    z.object({ approvals: z.array(Row) }),
  );
  if (options.json === true) console.log(JSON.stringify(approvals));
  else if (approvals.length === 0) console.log('Nothing waits for approval.');
  else {
    const rows = approvals.map(({ runId, status, project, number, headSha, rule, expiresAt }) => [
      runId,
      status,
      `${project}!${number}`,
      headSha.slice(0, 12),
      rule,
      expiresAt.slice(0, 16).replace('T', ' '),
    ]);
    console.log(table(['run', 'status', 'change', 'commit', 'rule', 'until (UTC)'], rows));
  }
  return EXIT.ok;
}

async function showApproval(run: string, options: CommonOptions): Promise<number> {
  const request = { method: 'GET' as const, path: `/api/v1/approvals/${encodeURIComponent(run)}` };
  const { approval } = await callApi(options, request, Answer);
  if (options.json === true) console.log(JSON.stringify(approval));
  else console.log(describe(approval));
  if (approval.status === 'waiting') return EXIT.undecided;
  return approval.status === 'approved' ? EXIT.ok : EXIT.negative;
}

async function say(
  run: string,
  word: 'approve' | 'reject' | 'delegate' | 'revoke',
  options: WordOptions,
  to?: string,
): Promise<number> {
  const by = options.as ?? process.env['PERF_AGENT_PERSON'];
  if (by === undefined || by === '') {
    throw new PermanentError('CONFIG_INVALID', 'Who are you? Give --as, or set PERF_AGENT_PERSON.');
  }
  const body = {
    word,
    by,
    code: codeOf(options),
    reason: options.reason,
    key: randomUUID(),
    via: 'command-line',
    ...(to === undefined ? {} : { to }),
  };
  const path = `/api/v1/approvals/${encodeURIComponent(run)}/words`;
  const { approval } = await callApi(options, { method: 'POST', path, body }, Answer);
  if (options.json === true) console.log(JSON.stringify(approval));
  else console.log(describe(approval));
  return EXIT.ok;
}

/** Never an argument: arguments stand in the list of processes and in the shell's history. */
function codeOf({ codeFile }: WordOptions): string {
  const given =
    codeFile === undefined
      ? process.env['PERF_AGENT_CODE']
      : readFileSync(codeFile === '-' ? 0 : codeFile, 'utf8');
  const code = given?.trim() ?? '';
  if (code !== '') return code;
  throw new PermanentError(
    'CONFIG_INVALID',
    'Your approval code is missing: give --code-file, or set PERF_AGENT_CODE.',
  );
}

function describe({
  runId,
  change,
  words,
  status,
  rule,
  why,
  count,
  mayApprove,
  approvals,
  expiresAt,
}: View): string {
  const people = mayApprove.map(({ id, name }) => (id === name ? id : `${name} (${id})`)).join(', ');
  return [
    `${change.project}!${change.number} at ${change.headSha.slice(0, 12)}: ${words}`,
    `  run ${runId}, rule ${rule}: ${why}`,
    ...approvals.map(
      ({ by, at, channel, reason }) =>
        `  ${at.slice(0, 19)}  ${by} by ${channel}${reason === '' ? '' : `: ${reason}`}`,
    ),
    ...(status === 'waiting'
      ? [`  asked: ${people || 'nobody'}; ${approvals.length} of ${count} have agreed; until ${expiresAt}`]
      : []),
  ].join('\n');
}
