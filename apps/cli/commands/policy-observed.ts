import { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { type PastOptions, type PastRun, pastRuns } from '../past-runs.ts';
import { withPastRuns } from '../past-options.ts';
import { runCommand } from '../run-command.ts';

/** What one rule in observation would have done to past runs. */
interface Watched {
  readonly rule: string;
  readonly wouldFail: number;
  readonly wouldWarn: number;
  /** Runs that would not have passed, newest first. */
  readonly runs: readonly {
    readonly runId: string;
    readonly change: string;
    readonly would: string;
    readonly text: string;
  }[];
}

const MOST_SHOWN = 10;

/** `perf-agent policy observed`: what the rules in observation would have blocked. */
export function createPolicyObservedCommand(): Command {
  return withPastRuns(new Command('observed'))
    .description('say what rules with "mode: observe" would have blocked over past runs')
    .action((options: PastOptions) =>
      runCommand(options, async () => {
        const runs = await pastRuns(options);
        const watched = watchedIn(runs);
        if (options.json === true) console.log(JSON.stringify({ runs: runs.length, rules: watched }));
        else if (runs.length === 0) console.log('No decided run was found.');
        else if (watched.length === 0)
          console.log(`No rule in observation would have blocked any of ${runs.length} runs.`);
        else for (const one of watched) print(one, runs.length);
        return runs.length === 0 ? EXIT.undecided : EXIT.ok;
      }),
    );
}

/** Counts runs, not figures: a rule that two figures of a run break blocks it once. */
function watchedIn(runs: readonly PastRun[]): readonly Watched[] {
  const seen = runs.flatMap(({ runId, change, decision }) =>
    [...Map.groupBy(decision.observed ?? [], ({ rule }) => rule)].map(([rule, all]) => ({
      rule,
      runId,
      change,
      would: all.some(({ would }) => would === 'fail') ? 'fail' : 'warn',
      text: String(all[0]?.text ?? ''),
    })),
  );
  return [...Map.groupBy(seen, ({ rule }) => rule)].map(([rule, all]) => ({
    rule,
    wouldFail: all.filter(({ would }) => would === 'fail').length,
    wouldWarn: all.filter(({ would }) => would === 'warn').length,
    runs: all.map(({ runId, change, would, text }) => ({ runId, change, would, text })),
  }));
}

function print({ rule, wouldFail, wouldWarn, runs }: Watched, all: number): void {
  console.log(`${rule}: would have failed ${wouldFail} and warned of ${wouldWarn} of ${all} runs`);
  for (const { runId, change, would, text } of runs.slice(0, MOST_SHOWN)) {
    console.log(`  ${would}  ${change}  ${runId}  ${text}`);
  }
  if (runs.length > MOST_SHOWN) console.log(`  and ${runs.length - MOST_SHOWN} more (--json has all)`);
}
