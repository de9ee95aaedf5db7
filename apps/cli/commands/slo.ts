import { Command } from 'commander';
import * as z from 'zod';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

interface SloOptions extends CommonOptions {
  readonly service: string;
}

const Alert = z.object({
  longHours: z.number(),
  threshold: z.number(),
  long: z.number().nullable(),
  short: z.number().nullable(),
  firing: z.boolean(),
});
const Slo = z.object({
  id: z.string(),
  objective: z.number(),
  windowDays: z.number(),
  measurements: z.number(),
  leftOut: z.number(),
  truncated: z.boolean(),
  answer: z.enum(['kept', 'breached', 'no-data']),
  good: z.number(),
  total: z.number(),
  share: z.number().nullable(),
  errorBudget: z.object({ allowed: z.number(), spent: z.number(), left: z.number().nullable() }),
  burnRate: z.number().nullable(),
  alerts: z.array(Alert),
  exhaustedInHours: z.number().nullable(),
});
type Slo = z.infer<typeof Slo>;
const Answer = z.object({
  service: z.string(),
  at: z.string(),
  policyVersion: z.string(),
  slos: z.array(Slo),
});

/** `perf-agent slo`: objectives of the policy, kept or not, with what is left of their error budgets. */
export function createSloCommand(): Command {
  return withTarget(new Command('slo'))
    .description('service level objectives: compliance over time, error budget, burn rate')
    .requiredOption('--service <name>', 'of which service')
    .addHelpText(
      'after',
      '\nExit codes: 0 all kept, 1 one is breached or burns too fast, 3 nothing was measured.',
    )
    .action((options: SloOptions) =>
      runCommand(options, async () => {
        const path = `/api/v1/slos?${new URLSearchParams({ service: options.service }).toString()}`;
        const answer = await callApi(options, { method: 'GET', path }, Answer);
        if (options.json === true) console.log(JSON.stringify(answer));
        else if (answer.slos.length === 0)
          console.log(`The policy has no objective ("slos") for ${options.service}.`);
        else for (const slo of answer.slos) console.log(textOf(slo));
        return exitCodeOf(answer.slos);
      }),
    );
}

function exitCodeOf(slos: readonly Slo[]): number {
  if (slos.some(({ answer, alerts }) => answer === 'breached' || alerts.some(({ firing }) => firing)))
    return EXIT.negative;
  return slos.every(({ answer }) => answer === 'no-data') ? EXIT.undecided : EXIT.ok;
}

function textOf(slo: Slo): string {
  const promise = `${slo.id}: ${percent(slo.objective)} over ${slo.windowDays} days`;
  if (slo.share === null || slo.errorBudget.left === null)
    return `${promise}: nothing was measured in that time`;
  const lines = [
    `${promise}: ${slo.answer}`,
    `  measured      ${percent(slo.share)} (${slo.total - slo.good} bad of ${slo.total}, ${slo.measurements} measurements)`,
    `  error budget  ${percent(slo.errorBudget.left)} left${endOf(slo.exhaustedInHours)}`,
    `  burn rate     ${rate(slo.burnRate)}; ${slo.alerts.map(alertText).join(', ')}`,
  ];
  if (slo.leftOut > 0)
    lines.push(`  left out      ${slo.leftOut} measurements that tell no number of events`);
  if (slo.truncated)
    lines.push('  cut           there are more measurements than are read; the oldest did not count');
  return lines.join('\n');
}

function endOf(hours: number | null): string {
  if (hours === null) return '';
  return hours === 0
    ? ', used up'
    : `, used up in ${hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(0)} days`} at the present rate`;
}

function alertText({ longHours, long, threshold, firing }: Slo['alerts'][number]): string {
  return `${longHours} h ${rate(long)}${firing ? ` ALARM (from ${threshold.toFixed(1)} on)` : ''}`;
}

function rate(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}

/** As many digits as an objective of five nines needs. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
