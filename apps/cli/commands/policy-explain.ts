import { Command } from 'commander';
import { loadPolicy } from '../../../shared/config/load-configuration.ts';
import { effectivePolicy } from '../../../shared/policy/effective-policy.ts';
import {
  type ExplainedValue,
  explainFigure,
  type FigureExplanation,
  statisticsOf,
} from '../../../shared/policy/explain-figure.ts';
import type { Origin } from '../../../shared/policy/policy-layers.ts';
import { DEFAULT_POLICY } from '../default-policy.ts';
import { EXIT } from '../exit-codes.ts';
import { readBudgetFile } from '../policy-files.ts';
import { runCommand } from '../run-command.ts';

interface ExplainOptions {
  readonly metric: string;
  readonly statistic?: string;
  readonly service?: string;
  readonly path: readonly string[];
  readonly policy: string;
  readonly budget?: string;
  readonly json?: boolean;
}

/** `perf-agent policy explain --metric M`: which rule decides about a figure, value by value, and what was overridden. */
export function createPolicyExplainCommand(): Command {
  return new Command('explain')
    .description('say which rule decides about a metric and why; exit code 1 when nothing judges it')
    .requiredOption('--metric <name>', 'name of the metric, http_req_duration')
    .option('--statistic <name>', 'p50, p95, rate … (default: all that the policy speaks of)')
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
        const { metric, statistic } = options;
        const wanted = statistic === undefined ? statisticsOf(effective, metric) : [statistic];
        const now = new Date();
        const figures = wanted.map((one) => explainFigure(effective, { metric, statistic: one }, now));
        const judged = figures.some(({ rule, bounds }) => rule !== null || bounds.length > 0);
        if (options.json === true)
          console.log(JSON.stringify({ service, paths: options.path, metric, figures }));
        else if (figures.length === 0)
          console.log(`${metric}: no rule, budget or gate is about it; it is reported and decides nothing.`);
        else console.log(figures.map(words).join('\n\n'));
        return judged ? EXIT.ok : EXIT.negative;
      }),
    );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function words(figure: FigureExplanation): string {
  const { metric, statistic, rule, others, bounds, exemptions, freezes, refused } = figure;
  return [
    `${metric} ${statistic}`,
    ...(rule === null
      ? ['  no rule judges it; it is reported and decides nothing']
      : [`  rule ${rule.id} decides`, ...rule.values.flatMap(valueWords)]),
    ...others.map(
      ({ id, why, origin }) => `  not rule ${id}${origin === null ? '' : ` (${at(origin)})`}: it ${why}`,
    ),
    ...bounds.flatMap(({ name, values }) => [`  ${name}`, ...values.flatMap(valueWords)]),
    ...exemptions.map(({ id, owner, until, reason, expired, origin }) =>
      expired
        ? `  exemption ${id} expired on ${until} and is not applied (${at(origin)})`
        : `  exemption ${id} of ${owner} until ${until}: ${reason} (${at(origin)})`,
    ),
    ...freezes.map(
      ({ id, until, timeZone, reason, origin }) =>
        `  freeze ${id} now, until ${until} ${timeZone}: ${reason} (${at(origin)})`,
    ),
    ...refused.map(({ path, origin, why }) => `  not applied: ${path} (${at(origin)}): ${why}`),
  ].join('\n');
}

function valueWords({ field, value, origin, candidates }: ExplainedValue): readonly string[] {
  const passed = candidates.slice(0, -1).filter(({ outcome }) => outcome === 'overridden');
  const refused = candidates.filter(({ outcome }) => outcome === 'locked' || outcome === 'loosens');
  return [
    `    ${field.padEnd(13)} ${JSON.stringify(value)}  ${at(origin)}`,
    ...passed.map((one) => `      over ${JSON.stringify(one.value)}  ${at(one.origin)}`),
    ...refused.map(
      (one) =>
        `      not ${JSON.stringify(one.value)}  ${at(one.origin)}: ${one.outcome === 'locked' ? 'locked' : 'may only tighten'}`,
    ),
  ];
}

function at({ file, line, level }: Origin): string {
  return `${file}:${line} (${level})`;
}
