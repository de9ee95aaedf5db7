import { createProgram } from './program.ts';
import { runProgram } from './run-program.ts';

/** Whichever command the process was called with. */
export function start(): Promise<void> {
  return runProgram(() => createProgram(process.argv.slice(2)));
}
