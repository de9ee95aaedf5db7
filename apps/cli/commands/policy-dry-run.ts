import { Command } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { EXIT } from '../exit-codes.ts';
import { type PastOptions, pastRuns } from '../past-runs.ts';
import { withPastRuns } from '../past-options.ts';
import { readBudgetFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';
import { replayRun } from '../statistics/replay-run.ts';

interface DryRunOptions extends PastOptions {
  readonly policy: string;
  readonly budget?: string;
  readonly exitCode?: boolean;
}

/** `perf-agent policy dry-run --policy FILE`: which verdicts of past runs another policy would flip. */
export function createPolicyDryRunCommand(): Command {
  return withPastRuns(new Command('dry-run'))
    .description('replay past runs under another policy and show which verdicts would flip')
    .requiredOption('--policy <file>', "the changed organisation's policy")
    .option('--budget <file>', 'the changed budget file (default: .perfbudget.yml where there is one)')
    .option('--exit-code', 'exit code 1 when a verdict would flip')
    .action((options: DryRunOptions) =>
      runCommand(options, async () => {
        const loaded = await loadPolicy(options.policy);
        const repository = await readBudgetFile(options.budget);
        const runs = (await pastRuns(options)).map((run) => {
          const { decision, notes } = replayRun(run, loaded, repository);
          return {
            runId: run.runId,
            change: run.change,
            service: String(run.plan.service),
            decidedAt: run.decidedAt.toISOString(),
            before: run.decision.verdict,
            after: decision.verdict,
            headline: String(decision.headline),
            notes,
          };
        });
        const flips = runs.filter(({ before, after }) => before !== after);
        const version = loaded.version;
        if (options.json === true)
          console.log(JSON.stringify({ policy: options.policy, version, runs, flips: flips.length }));
        else {
          for (const { runId, change, decidedAt, before, after, headline } of flips) {
            console.log(
              `${decidedAt.slice(0, 16).replace('T', ' ')}  ${before} -> ${after}  ${change}  ${runId}\n  ${headline}`,
            );
          }
          const notes = [...new Set(runs.flatMap((run) => run.notes))];
          for (const note of notes) console.log(`note: ${note}.`);
          console.log(`${flips.length} of ${runs.length} verdicts would flip.`);
        }
        return options.exitCode === true && flips.length > 0 ? EXIT.negative : EXIT.ok;
      }),
    );
}
