import { Command } from 'commander';
import { createPolicyCheckCommand } from './policy-check.ts';
import { createPolicyDryRunCommand } from './policy-dry-run.ts';
import { createPolicyExplainCommand } from './policy-explain.ts';
import { createPolicyObservedCommand } from './policy-observed.ts';
import { createPolicyTestCommand } from './policy-test.ts';

/** `perf-agent policy …`: rules as code, checked, explained, tested and tried on past runs. */
export function createPolicyCommand(): Command {
  return new Command('policy')
    .description('policies and budgets')
    .addCommand(createPolicyCheckCommand())
    .addCommand(createPolicyExplainCommand())
    .addCommand(createPolicyTestCommand())
    .addCommand(createPolicyDryRunCommand())
    .addCommand(createPolicyObservedCommand());
}
