import { Command } from 'commander';
import { callApi } from '../api.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { exitCodeOf, RunView } from '../run-view.ts';
import { oneLine } from '../terminal-text.ts';

/** `perf-agent status RUN`: where a run stands, step by step. */
export function createStatusCommand(): Command {
  return withTarget(new Command('status'))
    .description('show where a run stands')
    .argument('<run>', 'run id, run-… and 24 hex digits')
    .action((runId: string, options: CommonOptions) =>
      runCommand(options, async () => {
        const path = `/api/v1/runs/${encodeURIComponent(runId)}`;
        const view = await callApi(options, { method: 'GET', path }, RunView);
        if (options.json === true) console.log(JSON.stringify(view));
        else print(view);
        return exitCodeOf(view.run);
      }),
    );
}

function print({ run, steps }: RunView): void {
  const what = run.change === null ? run.headSha : `${run.project}!${run.change}`;
  console.log(`${run.runId}  ${run.verdict ?? run.status}  ${what}  ${oneLine(run.title)}`);
  if (run.headline !== null) console.log(run.headline);
  for (const { step, part, at, ref } of steps) {
    console.log(
      `  ${at.slice(0, 23).replace('T', ' ')}  ${(part === null ? step : `${step}/${part}`).padEnd(24)} ${ref}`,
    );
  }
}
