import * as z from 'zod';

/** Which share is promised: of counted events, or of measurements that kept a bound. */
const EventIndicator = z.strictObject({
  metric: z.string().min(1).max(200),
  statistic: z.string().min(1).max(30).default('rate'),
  /** Whether the events that the figure counts are the good ones (checks passed) or the bad ones (requests failed). */
  events: z.enum(['good', 'bad']),
});
const BoundIndicator = z
  .strictObject({
    metric: z.string().min(1).max(200),
    statistic: z.string().min(1).max(30),
    max: z.number().optional(),
    min: z.number().optional(),
  })
  .refine(({ max, min }) => max !== undefined || min !== undefined, { error: 'needs "max" or "min"' });

/** A service level objective, section `slos` of a policy. */
export const SloRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  /** Services that it is promised of; `*` stands for any text. */
  service: z.string().min(1).max(200).default('*'),
  /** Environment that the results were handed in under, or that monitoring has. */
  environment: z.string().min(1).max(100).default('default'),
  branch: z.string().min(1).max(300).default('main'),
  /** Labels of the series; none is the metric as a whole. */
  labels: z.record(z.string().max(60), z.string().max(200)).default({}),
  indicator: z.union([EventIndicator, BoundIndicator]),
  /** Promised share, below 1: a promise of everything has no error budget to spend. */
  objective: z.number().gt(0).lt(1),
  windowDays: z.number().min(1).max(365).default(28),
});
export type SloRule = z.infer<typeof SloRule>;
export type Indicator = SloRule['indicator'];

/** Spread into the policy's schema. */
export const SLO_SECTION = { slos: z.array(SloRule).max(50).default([]) };
