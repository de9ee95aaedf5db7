import { EXIT } from './exit-codes.ts';
import { guardTerminal } from './terminal-text.ts';

/** A program of Commander, or what needs none. */
interface Program {
  parseAsync(): Promise<unknown>;
}

/** Makes the program and runs it on the arguments of the process; wrong usage and failures become its exit code. */
export async function runProgram(make: () => Program | Promise<Program>): Promise<void> {
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
