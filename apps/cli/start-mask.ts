import { createMaskCommand } from './commands/mask.ts';
import { programOf } from './program-of.ts';
import { runProgram } from './run-program.ts';

/** `perf-agent mask`, without what the other commands load. */
export function start(): Promise<void> {
  return runProgram(() => programOf([createMaskCommand()]));
}
