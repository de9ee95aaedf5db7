import type { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { guardTerminal } from './terminal-text.ts';

/** Makes the program and runs it on the arguments of the process; wrong usage and failures become its exit code. */
export async function runProgram(make: () => Command | Promise<Command>): Promise<void> {
  guardTerminal(console, process.argv);
  try {
    const program = await make();
    await program.parseAsync();
  } catch (error) {
    // Commander has already said what was wrong; its help and version come here too, with code 0.
    const code = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : EXIT.unavailable;
    process.exitCode = code === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof Error && 'exitCode' in error)) throw error;
  }
}
