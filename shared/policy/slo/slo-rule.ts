import * as z from 'zod';
import { RuleId } from '../../contracts/policy-names.ts';

const EventIndicator = z.strictObject({
  metric: z.string().min(1).max(200).describe('Name of the metric.'),
  statistic: z.string().min(1).max(30).default('rate').describe('The share that is counted.'),
  events: z
    .enum(['good', 'bad'])
    .describe(
      'Whether the events that the figure counts are the good ones (checks passed) or the bad ones (requests failed).',
    ),
});
const BoundIndicator = z.strictObject({
  metric: z.string().min(1).max(200).describe('Name of the metric.'),
  statistic: z.string().min(1).max(30).describe('p50, p95, rate …'),
  max: z.number().optional().describe('Most that a measurement may have to be kept.'),
  min: z.number().optional().describe('Least that a measurement may have to be kept.'),
});

/** A service level objective, section `slos` of a policy. */
export const SloRule = z.strictObject({
  id: RuleId,
  service: z
    .string()
    .min(1)
    .max(200)
    .default('*')
    .describe('Services that it is promised of; `*` stands for any text.'),
  environment: z
    .string()
    .min(1)
    .max(100)
    .default('default')
    .describe('Environment that the results were handed in under, or that monitoring has.'),
  branch: z.string().min(1).max(300).default('main').describe('Branch whose commits count.'),
  labels: z
    .record(z.string().max(60), z.string().max(200))
    .default({})
    .describe('Labels of the series; none is the metric as a whole.'),
  indicator: z
    .union([
      EventIndicator,
      // One of the two bounds has to be there; two forms say so to editors too, which a check of ours would not.
      BoundIndicator.required({ max: true }),
      BoundIndicator.required({ min: true }),
    ])
    .describe('Which share is promised: of counted events, or of measurements that kept a bound.'),
  objective: z
    .number()
    .gt(0)
    .lt(1)
    .describe('Promised share, below 1: a promise of everything has no error budget to spend.'),
  windowDays: z.number().min(1).max(365).default(28).describe('Length of the rolling window.'),
});
export type SloRule = z.infer<typeof SloRule>;
export type Indicator = SloRule['indicator'];

/** Spread into the policy's schema. */
export const SLO_SECTION = {
  slos: z.array(SloRule).max(50).default([]).describe('Objectives, see docs/slo.md.'),
};
