import { Command } from 'commander';
import { createExportCommand } from '../audit/export-command.ts';
import { createProveCommand } from '../audit/prove-command.ts';
import { createShowCommand } from '../audit/show-command.ts';
import { createCheckpointCommand, createKeyCommand } from '../audit/sign-commands.ts';
import { createVerifyCommand } from '../audit/verify-command.ts';

/** `perf-agent audit verify|prove|show|export|checkpoint|key`. */
export function createAuditCommand(): Command {
  return new Command('audit')
    .description('the audit log: what was done from what, chained and signed')
    .addCommand(createVerifyCommand())
    .addCommand(createProveCommand())
    .addCommand(createShowCommand())
    .addCommand(createExportCommand())
    .addCommand(createCheckpointCommand())
    .addCommand(createKeyCommand());
}
