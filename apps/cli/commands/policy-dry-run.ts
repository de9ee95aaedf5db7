import { Command } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { EXIT } from '../exit-codes.ts';
import { type PastOptions, pastRuns } from '../past-runs.ts';
import { withPastRuns } from '../past-options.ts';
import { readBudgetFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';
import { type AskedPeople, askedIn, asksOthers } from '../statistics/replay-approval.ts';
import { replayRun } from '../statistics/replay-run.ts';
import { table } from '../statistics/table.ts';

interface DryRunOptions extends PastOptions {
  readonly policy: string;
  readonly budget?: string;
  readonly exitCode?: boolean;
}

/** `perf-agent policy dry-run --policy FILE`: which verdicts of past runs another policy would flip, and who else would have to approve. */
export function createPolicyDryRunCommand(): Command {
  return withPastRuns(new Command('dry-run'))
    .description('replay past runs under another policy and show which verdicts and approvals would change')
    .requiredOption('--policy <file>', "the changed organisation's policy")
    .option(
      '--budget <file>',
      'a changed budget file, for the runs of its service (default: what each run read from its target branch)',
    )
    .option('--exit-code', 'exit code 1 when a verdict would flip or others would be asked to approve')
    .action((options: DryRunOptions) =>
      runCommand(options, async () => {
        const loaded = await loadPolicy(options.policy);
        const repository = options.budget === undefined ? null : await readBudgetFile(options.budget);
        const runs = (await pastRuns(options)).map((run): Replay => {
          const { decision, asked, notes } = replayRun(run, loaded, repository);
          const { approval } = run.decision;
          const asking = {
            before: approval === undefined ? null : askedIn(approval),
            after: asked,
          };
          return {
            runId: run.runId,
            change: run.change,
            service: String(run.plan.service),
            decidedAt: run.decidedAt.toISOString(),
            before: run.decision.verdict,
            after: decision.verdict,
            headline: String(decision.headline),
            approval: { ...asking, changes: asksOthers(asking.before, asking.after) },
            notes,
          };
        });
        const flips = runs.filter(({ before, after }) => before !== after);
        const askings = runs.filter(({ approval }) => approval.changes);
        const version = loaded.version;
        if (options.json === true)
          console.log(
            JSON.stringify({
              ...{ policy: options.policy, version, runs },
              ...{ flips: flips.length, approvals: askings.length },
            }),
          );
        else print(runs, flips, askings);
        if (runs.length === 0) return EXIT.undecided;
        return options.exitCode === true && flips.length + askings.length > 0 ? EXIT.negative : EXIT.ok;
      }),
    );
}

interface Replay {
  readonly runId: string;
  readonly change: string;
  readonly service: string;
  readonly decidedAt: string;
  readonly before: string;
  readonly after: string;
  readonly headline: string;
  readonly approval: {
    readonly before: AskedPeople | null;
    readonly after: AskedPeople | null;
    readonly changes: boolean;
  };
  readonly notes: readonly string[];
}

function print(runs: readonly Replay[], flips: readonly Replay[], askings: readonly Replay[]): void {
  if (runs.length === 0) {
    console.log('No decided run was found, so nothing was replayed.');
    return;
  }
  if (flips.length > 0) {
    const rows = flips.map(({ decidedAt, before, after, change, service, runId, headline }) => [
      timeOf(decidedAt),
      `${before} -> ${after}`,
      change,
      service,
      runId,
      headline,
    ]);
    console.log(table(['decided', 'verdict', 'change', 'service', 'run', 'would say'], rows));
  }
  if (askings.length > 0) {
    const rows = askings.map(({ decidedAt, approval, change, service, runId }) => [
      timeOf(decidedAt),
      `${whomOf(approval.before)} -> ${whomOf(approval.after)}`,
      change,
      service,
      runId,
    ]);
    console.log(table(['decided', 'asked to approve', 'change', 'service', 'run'], rows));
  }
  const noted = runs.flatMap(({ notes }) => notes);
  for (const [note, all] of Map.groupBy(noted, (one) => one)) {
    console.log(`note: ${note} (${all.length} of ${runs.length} runs).`);
  }
  console.log(`${flips.length} of ${runs.length} verdicts would flip.`);
  const asked = runs.filter(({ approval }) => approval.before !== null || approval.after !== null);
  if (asked.length > 0) console.log(`${askings.length} of ${runs.length} runs would ask others to approve.`);
}

function timeOf(decidedAt: string): string {
  return decidedAt.slice(0, 16).replace('T', ' ');
}

/** `2 of ada, bert (dba)`. */
function whomOf(asked: AskedPeople | null): string {
  if (asked === null) return 'nobody';
  const { rule, count, approvers, escalateTo, possible } = asked;
  const later = escalateTo.length === 0 ? '' : `, later ${escalateTo.join(', ')}`;
  const people = approvers.length === 0 ? 'no one who may' : approvers.join(', ');
  return `${count} of ${people}${later} (${rule}${possible ? '' : ', cannot be met'})`;
}
