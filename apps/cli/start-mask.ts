import { createMaskCommand, maskStandardInput } from './commands/mask.ts';
import { programOf } from './program-of.ts';
import { runProgram } from './run-program.ts';

/** Where `mask` stands among the arguments of the process. */
const COMMAND_ARGUMENT = 2;

/** `perf-agent mask`, without what the other commands load. */
export function start(): Promise<void> {
  const hasArguments = process.argv.length > COMMAND_ARGUMENT + 1;
  return runProgram(() =>
    hasArguments ? programOf([createMaskCommand()]) : { parseAsync: maskStandardInput },
  );
}
