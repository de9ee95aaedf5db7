import * as z from 'zod';
import { Masked } from './masked.ts';

/** How a value behaves, which decides how it may be compared (statistics/compare). */
export const Scale = z.enum(['ratio-scale', 'additive', 'proportion', 'count']);
export type Scale = z.infer<typeof Scale>;

export const Direction = z.enum(['lower-is-better', 'higher-is-better']);
export type Direction = z.infer<typeof Direction>;

/** One figure of one run, e.g. p95 of http_req_duration. Units in `Metric.unit`. */
export const Statistic = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9_.]{0,30}$/),
  value: z.number(),
  /** Variance of this estimate from noise within the run; absent where only a summary was given. */
  withinVariance: z.number().nonnegative().optional(),
  /** Sample count behind the figure. */
  count: z.number().nonnegative().optional(),
  /** For a proportion: how many of `count` had the property. */
  events: z.number().nonnegative().optional(),
});
export type Statistic = z.infer<typeof Statistic>;

export const Metric = z.object({
  name: Masked,
  unit: z.string().max(20),
  direction: Direction,
  scale: Scale,
  /** Tags that make it a metric of its own, e.g. the route; sorted by name. */
  labels: z.record(z.string(), Masked),
  statistics: z.array(Statistic).max(40),
  /** Course over the window, of monitored metrics: a mean for each step, null where nothing was seen. */
  course: z
    .object({ everySeconds: z.number().positive(), values: z.array(z.number().nullable()).max(120) })
    .optional(),
});
export type Metric = z.infer<typeof Metric>;

/** Where it was measured; different environments are said, never compared silently. */
export const Environment = z.object({
  name: Masked,
  facts: z.record(z.string(), Masked),
});
export type Environment = z.infer<typeof Environment>;

/** One finished (or broken off) load run or one window of a monitored service, normalised and masked. */
export const Measurement = z.object({
  schema: z.literal('perf-agent.measurement.v1'),
  service: Masked,
  commit: z.string().max(64),
  branch: Masked.nullable(),
  tool: z.string().max(60),
  environment: Environment,
  startedAt: z.iso.datetime().nullable(),
  /** When the product got it: its place in time where the tool does not say when it ran. */
  receivedAt: z.iso.datetime().optional(),
  durationSeconds: z.number().nonnegative().nullable(),
  /** False when the run was aborted: its figures are used and said to be partial. */
  complete: z.boolean(),
  metrics: z.array(Metric).max(5_000),
  /** What the reader should know: truncated input, unknown metrics left out, … */
  notes: z.array(Masked).max(100),
});
export type Measurement = z.infer<typeof Measurement>;
