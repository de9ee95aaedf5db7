import * as z from 'zod';
import { NotificationRule } from '../contracts/notification-rule.ts';
import { BaselineAges, Budget, DEFAULT_BASELINE_AGES, MetricRule, RollingGate } from '../contracts/plan.ts';
import { Exemption, FreezeWindow } from '../contracts/policy-calendar.ts';
import { CustomRules } from '../masking/custom-rules.ts';
import { APPROVAL } from './approval-rules.ts';
import { MODEL_BUDGET } from './model-budget.ts';
import { DEFAULT_ALPHA } from '../statistics/compare/settle.ts';
import type { SourcedDocument } from './parse-yaml-document.ts';
import { PolicyCase } from './policy-case.ts';
import { Actions, PathOverlay, ServiceOverlay } from './policy-overlay.ts';
import { SLO_SECTION } from './slo/slo-rule.ts';
import { QUIET_SECTIONS } from './quiet-policy.ts';

/** Path of a value, of a rule or of a whole section: `metrics.latency.margin`, `metrics.latency`, `metrics.*.margin`, `exemptions`. */
const SettingPath = z
  .string()
  .max(300)
  .regex(/^(metrics|budgets|gates|requiredSources|exemptions|freezes|actions)(\..+)?$/);

const DEFAULT_REANALYSE = { max: 3, quietSeconds: 60 };
const Reanalyse = z.strictObject({
  /** 0: only who asks for it gets another verdict. */
  max: z.int().min(0).max(20).default(DEFAULT_REANALYSE.max),
  quietSeconds: z.number().min(1).max(1_800).default(DEFAULT_REANALYSE.quietSeconds),
});

/** `policies/*.yaml`, version 1. Published as policies/schema/policy.v1.schema.json. */
export const Policy = z.strictObject({
  schema: z.literal('perf-agent.policy.v1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  /** Nominal chance of a false alarm for one figure when nothing changed; measured over many kinds of noise in docs/statistics-compare.md. */
  alpha: z.number().positive().max(0.2).default(DEFAULT_ALPHA),
  /** Expected share of false ones among the alarms of one change; when nothing changed, the chance of any alarm. */
  falseDiscoveryRate: z.number().positive().max(0.2).default(0.01),
  collect: z
    .strictObject({
      deadlineMinutes: z.number().positive().max(1_440).default(20),
      pollSeconds: z.number().min(1).max(600).default(10),
      minimumRuns: z.int().min(1).max(100).default(3),
      /** Further runs that arrive after the verdict on their commit: how many verdicts more, and how long others are waited for. */
      reanalyse: Reanalyse.default(DEFAULT_REANALYSE),
    })
    .default({ deadlineMinutes: 20, pollSeconds: 10, minimumRuns: 3, reanalyse: DEFAULT_REANALYSE }),
  /** Monitoring asked beside the load results: a connection of the configuration and its own query. */
  sources: z
    .array(
      z.strictObject({
        connection: z.string().min(1).max(60),
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
        query: z.record(z.string(), z.unknown()),
        required: z.boolean().default(false),
      }),
    )
    .max(40)
    .default([]),
  /** What no level below may change, tighter or looser. */
  locked: z.array(SettingPath).max(100).default([]),
  /** What a repository may make looser too; everything else it may only tighten. */
  mayLoosen: z.array(SettingPath).max(100).default([]),
  /** Sources, of those above, without which there is no verdict; the same as `required` there. */
  requiredSources: z.array(z.string().min(1).max(60)).max(40).default([]),
  /** The first rule that fits a metric's statistic judges it; what no rule fits is reported and not judged. */
  metrics: z.array(z.strictObject(MetricRule.shape)).min(1).max(200),
  budgets: z
    .array(z.strictObject(Budget.omit({ source: true }).shape))
    .max(200)
    .default([]),
  /**
   * Bounds that roll with the target branch: the median of its newest values and an allowed step, for coverage, vulnerabilities, sizes,
   * anything that was handed in.
   */
  gates: z
    .array(
      z.strictObject({
        ...RollingGate.shape,
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
        window: RollingGate.shape.window.default(10),
        noiseFactor: RollingGate.shape.noiseFactor.default(0),
      }),
    )
    .max(200)
    .default([]),
  exemptions: z.array(Exemption).max(200).default([]),
  freezes: z.array(FreezeWindow).max(50).default([]),
  actions: Actions.default({}),
  /** What holds for certain services, over what stands above. */
  services: z.array(ServiceOverlay).max(200).default([]),
  /** What holds for changes that touch certain files, over services and repositories too. */
  paths: z.array(PathOverlay).max(100).default([]),
  /** Example cases, run by `perf-agent policy test`. */
  tests: z.array(PolicyCase).max(200).default([]),
  /** When a baseline is called stale, and up to which age earlier runs tell how noisy a figure is. */
  baseline: z
    .strictObject({
      staleDays: BaselineAges.shape.staleDays.default(DEFAULT_BASELINE_AGES.staleDays),
      expireDays: BaselineAges.shape.expireDays.default(DEFAULT_BASELINE_AGES.expireDays),
    })
    .default(DEFAULT_BASELINE_AGES),
  /** What the masker does beyond its own rules. */
  masking: z
    .strictObject({
      /** Rules of the team; their examples are run when the policy is loaded. */
      rules: CustomRules.default([]),
      /** Whether the values behind a run's pseudonyms are kept, encrypted, for `perf-agent unmask`. */
      keepValues: z.boolean().default(false),
    })
    .default({ rules: [], keepValues: false }),
  reports: z.strictObject({ linkDays: z.number().positive().max(365).default(7) }).default({ linkDays: 7 }),
  tickets: z
    .strictObject({
      connection: z.string().max(60),
      onVerdict: z.array(z.enum(['fail', 'warn'])).default(['fail']),
      /** Whether a pass closes the issue, where the tracker can. */
      closeOnPass: z.boolean().default(true),
    })
    .nullable()
    .default(null),
  /** Channels that hear of verdicts, when, and how many messages are too many. */
  notifications: z.array(NotificationRule).max(10).default([]),
  ...MODEL_BUDGET,
  ...QUIET_SECTIONS,
  ...SLO_SECTION,
  ...APPROVAL,
});
export type Policy = z.infer<typeof Policy>;

/** A policy and the hash of its text: the version that stands in plans, decisions and audit entries. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly version: string;
  /** Its file and where each value stands in it; left out for a policy that comes from no file. */
  readonly source?: Pick<SourcedDocument<Policy>, 'file' | 'placeOf'>;
}
