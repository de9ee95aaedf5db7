import { Command } from 'commander';
import * as z from 'zod';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { RunRowView } from '../run-view.ts';
import { oneLine } from '../terminal-text.ts';

interface RunsOptions extends CommonOptions {
  readonly service?: string;
  readonly limit: string;
}

/** `perf-agent runs`: the newest runs. */
export function createRunsCommand(): Command {
  return withTarget(new Command('runs'))
    .description('list runs, newest first')
    .option('--service <name>', 'of one service only')
    .option('--limit <n>', 'how many, 1 to 200', '20')
    .action((options: RunsOptions) =>
      runCommand(options, async () => {
        const query = new URLSearchParams({ limit: options.limit });
        if (options.service !== undefined) query.set('service', options.service);
        const path = `/api/v1/runs?${query.toString()}`;
        const { runs } = await callApi(
          options,
          { method: 'GET', path },
          z.object({ runs: z.array(RunRowView) }),
        );
        if (options.json === true) console.log(JSON.stringify(runs));
        else if (runs.length === 0) console.log('No runs.');
        else for (const run of runs) console.log(lineOf(run));
        return EXIT.ok;
      }),
    );
}

function lineOf(run: RunRowView): string {
  const what = run.change === null ? run.headSha.slice(0, 12) : `${run.project}!${run.change}`;
  const verdict = run.status === 'failed' ? 'failed' : (run.verdict ?? `at ${run.step}`);
  return `${run.startedAt.slice(0, 19).replace('T', ' ')}  ${run.runId}  ${verdict.padEnd(12)} ${what}  ${oneLine(run.title)}`;
}
