import { Command } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { unmaskValue } from '../../../shared/pipeline/unmask-value.ts';
import { EXIT } from '../exit-codes.ts';
import { operatorName, withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

/**
 * `perf-agent unmask RUN PSEUDONYM --reason TEXT`: the value behind a pseudonym, for who may read the run's key in the vault. Exit codes: 0
 * shown, 1 not kept, 2 not allowed or wrong arguments.
 */
export function createUnmaskCommand(): Command {
  return withTarget(new Command('unmask'))
    .description('show the value behind a pseudonym of a run; noted in the audit log with its reason')
    .argument('<run>', 'run id')
    .argument('<pseudonym>', 'as it stands in the report, e.g. "<email-3fa2c19b04d7>"')
    .requiredOption('--reason <text>', 'why it is needed; kept in the audit log')
    .action((runId: string, pseudonym: string, options: CommonOptions & { readonly reason: string }) =>
      runCommand(options, async () => {
        const value = await withServices(options, async (services, signal) => {
          const { policy } = await services.policy();
          if (!policy.masking.keepValues) {
            throw new PermanentError(
              'POLICY_INVALID',
              `The policy "${policy.id}" keeps no values (masking.keepValues): a pseudonym cannot be reversed.`,
            );
          }
          const request = {
            runId,
            pseudonym,
            reason: options.reason,
            actor: operatorName(services),
          };
          return unmaskValue(request, services, signal);
        });
        if (options.json === true) console.log(JSON.stringify({ runId, pseudonym, value }));
        else if (value !== null) console.log(value);
        else console.error('No step of this run kept a value under this pseudonym.');
        return value === null ? EXIT.negative : EXIT.ok;
      }),
    );
}
