import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { noteRebuild } from '../../../shared/pipeline/note-rebuild.ts';
import { rebuildIndex } from '../../../shared/pipeline/rebuild-index.ts';
import { EXIT } from '../exit-codes.ts';
import { operatorName, withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

const SHOW_EVERY = 100;

/** `perf-agent rebuild`: the database's run-derived part, made again from the artifacts. */
export function createRebuildCommand(): Command {
  return withTarget(new Command('rebuild'))
    .description('make the index in the database again from the artifacts; noted in the audit log')
    .action((options: CommonOptions) =>
      runCommand(options, async () => {
        const report = await withServices(options, async (services, signal) => {
          const made = await rebuildIndex(
            services.artifacts,
            services.index,
            (done) => (done % SHOW_EVERY === 0 ? console.error(`${done} artifacts`) : undefined),
            signal,
          );
          await noteRebuild(made, operatorName(services), { ...services, pause: wait }, signal);
          return made;
        });
        if (options.json === true) console.log(JSON.stringify(report));
        else {
          const { runs, records, results, historyPoints } = report;
          console.log(
            `${runs} runs from ${records} records, ${results} results, ${historyPoints} points of history`,
          );
        }
        for (const { ref, why } of report.unreadable) console.error(`unreadable: ${ref} ${why}`);
        return report.unreadable.length === 0 ? EXIT.ok : EXIT.negative;
      }),
    );
}
