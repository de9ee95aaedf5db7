import { Command } from 'commander';
import { createDatabase } from '../../../shared/platform/postgres/create-database.ts';
import { migrate } from '../../../shared/platform/postgres/migrate.ts';
import { EXIT } from '../exit-codes.ts';
import { operatorEnvironment } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

/** `perf-agent migrate`: brings the database to the newest schema; part of every deployment. */
export function createMigrateCommand(): Command {
  return withTarget(new Command('migrate'))
    .description('bring the database to the newest schema')
    .action((options: CommonOptions) =>
      runCommand(options, async () => {
        const database = createDatabase(operatorEnvironment(options).DATABASE_URL);
        try {
          const applied = await migrate(database);
          if (options.json === true) console.log(JSON.stringify({ applied }));
          else console.log(applied.length === 0 ? 'Nothing to do.' : `Applied ${applied.join(', ')}.`);
        } finally {
          await database.destroy();
        }
        return EXIT.ok;
      }),
    );
}
