import type { Command } from 'commander';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { EXIT } from './exit-codes.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly keyFile?: string;
  readonly cloud?: string;
}

/** Adds the options that say where the server is. */
export function withTarget(command: Command): Command {
  return command
    .option('--url <url>', 'address of the functions app (default: PERF_AGENT_URL, then the embedded cloud)')
    .option(
      '--key-file <file>',
      'file with an API key, token or function key, - for standard input (default: PERF_AGENT_KEY)',
    )
    .option('--cloud <folder>', 'folder of an embedded cloud (default: .perf-agent/dev)')
    .option('--json', 'print one JSON document');
}

/** Runs a command: its exit code, or a message and the code of its kind of error. */
export async function runCommand(options: CommonOptions, work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    const known = PipelineError.is(error);
    const code = known ? error.code : 'UNEXPECTED';
    const message = error instanceof Error ? error.message : String(error);
    if (options.json === true) console.log(JSON.stringify({ error: { code, message } }));
    console.error(`${code}: ${message}`);
    process.exitCode = known && error.disposition === 'dead-letter' ? EXIT.usage : EXIT.unavailable;
  }
}
