import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { exitCodeOf, RunView } from '../run-view.ts';
import { waitingSeconds, wholeNumber } from '../statistics/option-values.ts';

interface AnalyzeOptions extends CommonOptions {
  readonly connection?: string;
  readonly number?: string;
  readonly head?: string;
  readonly base?: string;
  readonly branch?: string;
  readonly service?: string;
  readonly rerun: number;
  readonly wait: boolean;
  readonly timeout: number;
}

const PAUSE_MS = 1_000;

/** `perf-agent analyze PROJECT`: asks for a verdict and waits for it. */
export function createAnalyzeCommand(): Command {
  return withTarget(new Command('analyze'))
    .description('ask for the verdict on a change or a commit, and wait for it')
    .argument('<project>', 'path of the project, as the code host names it')
    .option('--connection <id>', 'connection of the code host')
    .option('--number <number>', 'number of the merge request')
    .option('--head <sha>', 'commit to judge, when it is on no code host')
    .option('--base <sha>', 'commit to compare with')
    .option('--branch <name>', 'branch whose baseline counts')
    .option('--service <name>', 'service that was measured')
    .option('--rerun <n>', 'judge again: a number not used before for this commit', wholeNumber, 0)
    .option('--no-wait', 'return when the request is accepted')
    .option('--timeout <seconds>', 'longest wait', waitingSeconds, 1_800)
    .action((project: string, options: AnalyzeOptions) =>
      runCommand(options, () => analyze(project, options)),
    );
}

async function analyze(project: string, options: AnalyzeOptions): Promise<number> {
  const { connection, number, head, base, branch, service } = options;
  const body = {
    project,
    connection,
    number,
    headSha: head,
    baseSha: base,
    targetBranch: branch,
    service,
    rerun: options.rerun,
    via: 'command-line',
  };
  const Accepted = z.object({ runId: z.string(), status: z.string() });
  const accepted = await callApi(options, { method: 'POST', path: '/api/v1/runs', body }, Accepted);
  if (!options.wait) {
    console.log(options.json === true ? JSON.stringify(accepted) : accepted.runId);
    return EXIT.ok;
  }
  const view = await waitForEnd(accepted.runId, options);
  if (options.json === true) console.log(JSON.stringify(view));
  else console.log(`${view.run.runId}  ${view.run.verdict ?? view.run.status}\n${view.run.headline ?? ''}`);
  return exitCodeOf(view.run);
}

async function waitForEnd(runId: string, options: AnalyzeOptions): Promise<RunView> {
  const giveUpAt = Date.now() + options.timeout * 1_000;
  let shown = '';
  for (;;) {
    const view = await readRunOrNull(runId, options);
    if (view !== null && view.run.step !== shown && options.json !== true) {
      shown = view.run.step;
      console.error(`${view.run.updatedAt.slice(11, 19)} ${shown}`);
    }
    if (view !== null && view.run.status !== 'running') return view;
    if (Date.now() > giveUpAt)
      throw new Error(
        `The run ${runId} did not end within ${options.timeout} s; see "perf-agent status ${runId}".`,
      );
    await wait(PAUSE_MS);
  }
}

/** A run is known a moment after it was accepted. */
async function readRunOrNull(runId: string, options: AnalyzeOptions): Promise<RunView | null> {
  try {
    return await callApi(options, { method: 'GET', path: `/api/v1/runs/${runId}` }, RunView);
  } catch (error) {
    if (error instanceof Error && error.message.includes('No run of this id')) return null;
    throw error;
  }
}
