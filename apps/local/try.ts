import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { EXIT_OK, EXIT_USAGE, HELP, readTryOptions } from './try/options.ts';
import { printOutcome } from './try/print-outcome.ts';
import { runScenario } from './try/run-scenario.ts';

const options = readTryOptions(process.argv.slice(2));
if (options.do === 'help') {
  console.log(HELP);
  process.exitCode = EXIT_OK;
} else if (options.do === 'refuse') {
  console.error(`${options.why}\n\n${HELP}`);
  process.exitCode = EXIT_USAGE;
} else {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}.`)));
  }
  // With --json the last line is for a program; what happens meanwhile goes to standard error.
  const tell = options.json
    ? (line: string): void => console.error(line)
    : (line: string): void => console.log(line);
  try {
    const outcome = await runScenario(options, tell, stopped.signal);
    if (options.json) console.log(JSON.stringify(outcome));
    else printOutcome(outcome, tell);
    process.exitCode = outcome.auditValid ? EXIT_OK : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = PipelineError.is(error) && error.code === 'INPUT_INVALID' ? EXIT_USAGE : 1;
  }
}
