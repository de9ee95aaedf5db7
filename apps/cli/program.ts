import { Command } from 'commander';
import { PRODUCT } from '../../shared/product.ts';
import { createAnalyzeCommand } from './commands/analyze.ts';
import { createAnomaliesCommand } from './commands/anomalies.ts';
import { createAuditCommand } from './commands/audit.ts';
import { createBaselineCommand } from './commands/baseline.ts';
import { createCompareCommand } from './commands/compare.ts';
import { createDeadLettersCommand } from './commands/dead-letters.ts';
import { createDetectCommand } from './commands/detect.ts';
import { createForecastCommand } from './commands/forecast.ts';
import { createLogsCommand } from './commands/logs.ts';
import { createMaskCommand } from './commands/mask.ts';
import { createMigrateCommand } from './commands/migrate.ts';
import { createPolicyCommand } from './commands/policy.ts';
import { createRebuildCommand } from './commands/rebuild.ts';
import { createResultsCommand } from './commands/results.ts';
import { createRunsCommand } from './commands/runs.ts';
import { createStatusCommand } from './commands/status.ts';
import { createUnmaskCommand } from './commands/unmask.ts';

/** The whole command line; `main.ts` runs it, tests walk through it. Wrong usage is thrown, so that it has the exit code of usage and not Commander's. */
export function createProgram(): Command {
  const program = new Command(PRODUCT.name)
    .description('A performance verdict for every change.')
    .version(PRODUCT.version)
    .exitOverride()
    .showHelpAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 ok, 1 regression or invalid, 2 usage, 3 undecided, 4 not reachable.',
    );
  for (const command of [
    createAnalyzeCommand(),
    createStatusCommand(),
    createRunsCommand(),
    createResultsCommand(),
    createPolicyCommand(),
    createAuditCommand(),
    createDeadLettersCommand(),
    createRebuildCommand(),
    createMigrateCommand(),
    createLogsCommand(),
    createMaskCommand(),
    createUnmaskCommand(),
    createCompareCommand(),
    createDetectCommand(),
    createAnomaliesCommand(),
    createForecastCommand(),
    createBaselineCommand(),
  ]) {
    program.addCommand(leavingByCode(command));
  }
  return program;
}

function leavingByCode(command: Command): Command {
  for (const inner of command.commands) leavingByCode(inner);
  return command.exitOverride();
}
