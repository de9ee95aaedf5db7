import * as z from 'zod';
import { Masked } from './masked.ts';
import { PartName } from './envelope.ts';
import { Direction, Scale } from './measurement.ts';

export const Risk = z.enum(['low', 'medium', 'high']);
export type Risk = z.infer<typeof Risk>;

/** One thing to fetch: a window or a commit's results, from one connection. */
export const PlannedSource = z.object({
  part: PartName,
  kind: z.enum(['results', 'metrics']),
  /** Connection id of the configuration; `results` is the product's own intake. */
  connection: z.string().max(60),
  role: z.enum(['baseline', 'candidate', 'both']),
  /** Connector's own question, already validated by it when planned. */
  query: z.record(z.string(), z.unknown()),
  required: z.boolean(),
});
export type PlannedSource = z.infer<typeof PlannedSource>;

/** How one group of metrics is judged; first match of the policy wins. */
export const MetricRule = z.object({
  id: z.string().max(80),
  /** Metric name pattern, `*` for any run of characters. */
  match: z.string().max(200),
  /** Which statistics of the metric are judged. */
  statistics: z.array(z.string().max(30)).min(1).max(20),
  direction: Direction.optional(),
  scale: Scale.optional(),
  /** Smallest change that matters: relative for ratio-scale, absolute otherwise. */
  margin: z.number().nonnegative(),
  onRegression: z.enum(['fail', 'warn', 'ignore']),
});
export type MetricRule = z.infer<typeof MetricRule>;

/** An absolute bound from `.perfbudget.yml` or the policy. */
export const Budget = z.object({
  metric: z.string().max(200),
  statistic: z.string().max(30),
  max: z.number().optional(),
  min: z.number().optional(),
  onBreach: z.enum(['fail', 'warn']),
  source: z.string().max(300),
});
export type Budget = z.infer<typeof Budget>;

export const ChangedFile = z.object({
  path: Masked,
  additions: z.int().nonnegative(),
  deletions: z.int().nonnegative(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'binary']),
});

export const Plan = z.object({
  service: z.string().max(100),
  policy: z.object({
    id: z.string(),
    version: z.string(),
    rules: z.array(MetricRule),
    alpha: z.number(),
    falseDiscoveryRate: z.number(),
  }),
  budgets: z.array(Budget).max(500),
  diff: z.object({
    files: z.array(ChangedFile).max(3_000),
    truncated: z.boolean(),
    /** Masked unified diff, bounded; evidence for the explanation. Null: the host gave none. */
    text: Masked.nullable(),
  }),
  risk: z.object({ level: Risk, reasons: z.array(Masked).max(30) }),
  sources: z.array(PlannedSource).max(50),
  collect: z.object({
    deadlineAt: z.iso.datetime(),
    pollSeconds: z.number().positive(),
    minimumRuns: z.int().positive(),
  }),
  reports: z.object({ linkDays: z.number().positive() }),
  tickets: z.object({ connection: z.string(), onVerdict: z.array(z.enum(['fail', 'warn'])) }).nullable(),
  notes: z.array(Masked).max(50),
});
export type Plan = z.infer<typeof Plan>;
