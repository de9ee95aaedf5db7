import { Command, Option } from 'commander';
import { Verdict } from '../../../shared/contracts/decision.ts';
import { Risk } from '../../../shared/contracts/plan.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { effectivePolicy, type EffectivePolicy } from '../../../shared/policy/effective-policy.ts';
import { explainApproval } from '../../../shared/policy/explain-approval.ts';
import { explainFigure, statisticsOf } from '../../../shared/policy/explain-figure.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { approvalWords, figureWords } from '../explained-words.ts';
import { readBudgetFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';

interface ExplainOptions {
  readonly metric?: string;
  readonly approval?: boolean;
  readonly risk: Risk;
  readonly verdict?: Verdict;
  readonly frozen?: boolean;
  readonly statistic?: string;
  readonly environment?: string;
  readonly service?: string;
  readonly path: readonly string[];
  readonly policy: string;
  readonly budget?: string;
  readonly json?: boolean;
}

/**
 * `perf-agent policy explain --metric M`: which rule decides about a figure, value by value, and what was overridden;
 * `--approval`: which rule decides who may approve.
 */
export function createPolicyExplainCommand(): Command {
  return new Command('explain')
    .description(
      'say which rule decides about a metric, or who may approve, and why; exit code 1 when nothing judges it or nobody is asked',
    )
    .option('--metric <name>', 'name of the metric, http_req_duration')
    .option('--statistic <name>', 'p50, p95, rate … (default: all that the policy speaks of)')
    .option('--approval', 'who may approve, in place of a metric')
    .addOption(
      new Option('--risk <level>', 'of the change, for --approval').choices(Risk.options).default('high'),
    )
    .addOption(new Option('--verdict <verdict>', 'for --approval (default: each)').choices(Verdict.options))
    .option('--frozen', 'as in a freeze, for --approval')
    .option(
      '--environment <name>',
      'as measured there, for --metric (default: wherever the first rule counts)',
    )
    .option('--service <name>', 'as a change of this service (default: the one of the budget file)')
    .option('--path <file>', 'as a change that touches this file; may be repeated', collect, [])
    .option('--policy <file>', "organisation's policy", DEFAULT_POLICY)
    .option('--budget <file>', 'budget file of the repository (default: .perfbudget.yml where there is one)')
    .option('--json', 'print one JSON document')
    .action((options: ExplainOptions) =>
      runCommand(options, async () => {
        const repository = await readBudgetFile(options.budget);
        const service = options.service ?? repository?.value.service ?? '';
        const loaded = await loadPolicy(options.policy);
        const effective = effectivePolicy(loaded, repository, { service, files: options.path });
        const { metric, approval = false } = options;
        if (approval === (metric !== undefined)) {
          throw new PermanentError('INPUT_INVALID', 'Give either --metric NAME or --approval.');
        }
        const about = { service, paths: options.path };
        return metric === undefined
          ? showApproval(effective, about, options)
          : showFigures(effective, about, metric, options);
      }),
    );
}

interface About {
  readonly service: string;
  readonly paths: readonly string[];
}

function showApproval(
  effective: EffectivePolicy,
  about: About,
  { risk, verdict, frozen = false, json }: ExplainOptions,
): number {
  const given = { risk, frozen, ...(verdict === undefined ? {} : { verdict }) };
  const explained = explainApproval(effective, given);
  if (json === true) console.log(JSON.stringify({ ...about, ...given, approval: explained }));
  else console.log(approvalWords(explained, given, effective.policy.people));
  return explained.rules.length > 0 ? EXIT.ok : EXIT.negative;
}

function showFigures(
  effective: EffectivePolicy,
  about: About,
  metric: string,
  { statistic, environment, json }: ExplainOptions,
): number {
  const wanted = statistic === undefined ? statisticsOf(effective, metric) : [statistic];
  const now = new Date();
  const place = environment === undefined ? {} : { environment };
  const figures = wanted.map((one) => explainFigure(effective, { metric, statistic: one, ...place }, now));
  if (json === true) console.log(JSON.stringify({ ...about, metric, figures }));
  else if (figures.length === 0)
    console.log(`${metric}: no rule, budget or gate is about it; it is reported and decides nothing.`);
  else console.log(figures.map(figureWords).join('\n\n'));
  const judged = figures.some(({ rule, bounds }) => rule !== null || bounds.length > 0);
  return judged ? EXIT.ok : EXIT.negative;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
