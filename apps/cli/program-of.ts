import { Command } from 'commander';
import { PRODUCT } from '../../shared/product.ts';

/** The program with these commands. Wrong usage is thrown, so that it has the exit code of usage and not Commander's. */
export function programOf(commands: readonly Command[]): Command {
  const program = new Command(PRODUCT.name)
    .description('A performance verdict for every change.')
    .version(PRODUCT.version)
    .exitOverride()
    .showHelpAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 ok, 1 regression or invalid, 2 usage, 3 undecided, 4 not reachable.',
    );
  for (const command of commands) program.addCommand(leavingByCode(command));
  return program;
}

function leavingByCode(command: Command): Command {
  for (const inner of command.commands) leavingByCode(inner);
  return command.exitOverride();
}
