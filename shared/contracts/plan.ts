import * as z from 'zod';
import { Sha } from './analysis-requested.ts';
import { PlannedApprovals } from './approval.ts';
import { PersonId } from './approval-need.ts';
import { GateMode } from './gate-mode.ts';
import { Masked } from './masked.ts';
import { PartName } from './envelope.ts';
import { Direction, Scale } from './measurement.ts';
import { NotificationRule } from './notification-rule.ts';
import { CodeIdentity, Skip } from './skip.ts';
import { Exemption, FreezeWindow } from './policy-calendar.ts';

export const Risk = z.enum(['low', 'medium', 'high']);
export type Risk = z.infer<typeof Risk>;

/** One thing to fetch: a window or a commit's results, from one connection. */
export const PlannedSource = z.object({
  part: PartName,
  kind: z.enum(['results', 'metrics']),
  /** Connection id of the configuration; `results` is the product's own intake. */
  connection: z.string().max(60),
  role: z.enum(['baseline', 'candidate', 'both']),
  /** Connector's own question, already validated by it when planned; masked when `queryRef` names where it lies as it is. */
  query: z.record(z.string(), z.unknown()),
  /** The question as the policy has it, in the raw vault; absent when there was nothing to mask in it. */
  queryRef: z.string().max(200).optional(),
  required: z.boolean(),
});
export type PlannedSource = z.infer<typeof PlannedSource>;

const Environments = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(20)
  .describe('Patterns of environments in which it counts, `*` for any run of characters; all when left out.');

/** As measurements name them: `P95` would be a statistic that nothing ever has. */
const StatisticName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.]{0,29}$/)
  .describe('a statistic in small letters: p50, p95, mean, rate, value …');

/** How one figure (a metric's statistic) is judged; the first rule of the policy that fits it wins. */
export const MetricRule = z.object({
  id: z.string().max(80).describe('Its name; levels below change the rule by it.'),
  match: z.string().max(200).describe('Metric name pattern, `*` for any run of characters.'),
  statistics: z.array(StatisticName).min(1).max(20).describe('Which statistics of the metric are judged.'),
  direction: Direction.optional().describe('Which way is better, where the measurement says otherwise.'),
  scale: Scale.optional().describe('How it is compared, where the measurement says otherwise.'),
  margin: z
    .number()
    .nonnegative()
    .describe('Smallest change that matters: relative for ratio-scale, absolute otherwise.'),
  onRegression: z.enum(['fail', 'warn', 'ignore']).describe('What a shown regression does to the verdict.'),
  threshold: z
    .strictObject({
      relative: z.number().nonnegative().optional().describe('Share of the baseline, 0.1 for 10 %.'),
      absolute: z.number().nonnegative().optional().describe("In the metric's unit."),
    })
    .optional()
    .describe(
      "Step for the worse from the baseline's mean that counts however sure statistics are: `relative` as a share of it, `absolute` in the metric's unit.",
    ),
  environments: Environments.optional(),
  mode: GateMode.optional(),
});
export type MetricRule = z.infer<typeof MetricRule>;

/** An absolute bound from `.perfbudget.yml` or the policy. */
export const Budget = z.object({
  metric: z.string().max(200).describe('Name of the metric.'),
  statistic: StatisticName,
  max: z.number().optional().describe("Most that is allowed, in the metric's unit."),
  min: z.number().optional().describe("Least that is allowed, in the metric's unit."),
  onBreach: z.enum(['fail', 'warn']).describe('What a broken bound does to the verdict.'),
  environments: Environments.optional(),
  mode: GateMode.optional(),
  source: z.string().max(300),
});
export type Budget = z.infer<typeof Budget>;

/** A bound that rolls with the newest values of the target branch (statistics/gates). */
export const RollingGate = z.object({
  id: z.string().max(80),
  metric: z.string().max(200).describe('Name of the metric, such as coverage_lines.'),
  statistic: StatisticName.describe('a statistic in small letters: rate for shares, value for counts, p95 …'),
  direction: Direction.describe('Which way is better.'),
  window: z
    .int()
    .min(1)
    .max(200)
    .describe("How many of the branch's newest measured commits make the bound."),
  allowed: z
    .union([
      z.strictObject({
        absolute: z.number().nonnegative().describe("In the metric's unit; 0.01 of a share is one point."),
      }),
      z.strictObject({ relative: z.number().nonnegative().describe('Share of the median.') }),
    ])
    .describe("Allowed step for the worse: in the metric's unit, or as a share of the median."),
  limit: z.number().optional().describe('Bound that holds whatever the median is.'),
  noiseFactor: z
    .number()
    .min(0)
    .max(20)
    .describe('Allow also this many robust standard deviations of the window itself.'),
  onBreach: z.enum(['fail', 'warn']).describe('What a broken bound does to the verdict.'),
  mode: GateMode.optional(),
});
export type RollingGate = z.infer<typeof RollingGate>;

/** Ages of a baseline in days: said to be stale from the first on, not used as history from the second on. */
export const BaselineAges = z.object({
  staleDays: z.number().positive().max(3_650).describe('From this age on it is said to be stale.'),
  expireDays: z.number().positive().max(3_650).describe('From this age on it is no history of noise.'),
});
export type BaselineAges = z.infer<typeof BaselineAges>;
export const DEFAULT_BASELINE_AGES: BaselineAges = { staleDays: 30, expireDays: 365 };

/** A budget as it stands in a plan: what the author of a file wrote has gone through the masker. */
export const PlannedBudget = Budget.extend({ metric: Masked, statistic: Masked });

/** What a person wrote has gone through the masker; `origin` says which file and line it comes from. */
export const PlannedExemption = Exemption.extend({
  owner: Masked,
  reason: Masked,
  origin: Masked,
});
export type PlannedExemption = z.infer<typeof PlannedExemption>;

export const PlannedFreeze = FreezeWindow.extend({ reason: Masked, origin: Masked });
export type PlannedFreeze = z.infer<typeof PlannedFreeze>;

export const ChangedFile = z.object({
  path: Masked,
  additions: z.int().nonnegative(),
  deletions: z.int().nonnegative(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'binary']),
  /** Old name of a renamed file; rules by path hold for it too. */
  previousPath: Masked.optional(),
});

/** Longest budget file that a plan keeps. */
export const MOST_BUDGET_FILE = 100_000;

/** `.perfbudget.yml` of the target branch as the run read it, so that the run can be judged again under another policy. */
export const PlannedBudgetFile = z.object({
  /** Null: the branch had none, or it was too long to keep. */
  text: Masked.nullable(),
  /** Whether the text stands as it was; false when something in it was masked or it was too long. */
  exact: z.boolean(),
});
export type PlannedBudgetFile = z.infer<typeof PlannedBudgetFile>;

/** Whom the comment of a regression may name. Code owners and last authors are not kept: they are read when the comment is written. */
export const PlannedQuestion = z.object({
  codeOwners: z.boolean(),
  /** Left out by versions that asked nobody for them. */
  lastAuthor: z.boolean().optional(),
  /** Whether names are written as mentions. */
  mention: z.boolean(),
  /** Owners by the policy; `person` where it is one of its people. */
  owners: z.array(z.object({ name: Masked, person: PersonId.optional() })).max(20),
  /** Where they stand in it. */
  origin: Masked.nullable(),
});
export type PlannedQuestion = z.infer<typeof PlannedQuestion>;

export const Plan = z.object({
  service: Masked,
  /** The service again, when it was asked for and is not the change's own: then it has a comment and a check of its own. */
  beside: Masked.optional(),
  /** Commit that the change branched off; null when nobody knows. */
  baseSha: Sha.nullable(),
  policy: z.object({
    id: z.string(),
    version: z.string(),
    /** `id` and `match` have gone through the masker. */
    rules: z.array(MetricRule),
    alpha: z.number(),
    falseDiscoveryRate: z.number(),
    exemptions: z.array(PlannedExemption).max(500).optional(),
    freezes: z.array(PlannedFreeze).max(200).optional(),
    /** Where a rule stands, by its id: level, file and line of each value that makes it what it is. */
    origins: z.record(z.string(), Masked).optional(),
    /** Whether a language model may be asked; left out, it may. */
    model: z.boolean().optional(),
    /** Most that the question to it may cost; left out, no level bounds it. */
    question: z.object({ tokens: z.number().nullable(), cost: z.number().nullable() }).optional(),
  }),
  /** Left out by versions before it was kept. */
  budgetFile: PlannedBudgetFile.optional(),
  budgets: z.array(PlannedBudget).max(500),
  gates: z.array(RollingGate).max(200).default([]),
  baseline: BaselineAges.default(DEFAULT_BASELINE_AGES),
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
  tickets: z
    .object({
      connection: z.string(),
      onVerdict: z.array(z.enum(['fail', 'warn'])),
      closeOnPass: z.boolean().default(true),
    })
    .nullable(),
  notifications: z.array(NotificationRule).max(10).default([]),
  /** When the change gets a comment (policy/quiet-policy.ts); left out, always. */
  comments: z.enum(['always', 'on-finding', 'on-change-of-verdict']).optional(),
  /** How causes are marked on lines of the diff (policy/quiet-policy.ts); left out, `auto`. */
  lineNotes: z.enum(['auto', 'on', 'off']).optional(),
  code: CodeIdentity.optional(),
  /** Set when the run ends here. */
  skip: Skip.optional(),
  approvals: PlannedApprovals.optional(),
  /** Left out by versions that named nobody. */
  ask: PlannedQuestion.optional(),
  notes: z.array(Masked).max(50),
});
export type Plan = z.infer<typeof Plan>;
