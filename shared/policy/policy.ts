import * as z from 'zod';
import { NotificationRule } from '../contracts/notification-rule.ts';
import { MetricRule, RollingGate } from '../contracts/plan.ts';
import { Exemption, FreezeWindow } from '../contracts/policy-calendar.ts';
import { RuleId } from '../contracts/policy-names.ts';
import { CustomRules } from '../masking/custom-rule.ts';
import { APPROVAL } from './approval-rules.ts';
import { JUDGING_SETTINGS } from './judging-settings.ts';
import { MODEL_BUDGET } from './model-budget.ts';
import type { SourcedDocument } from './parse-yaml-document.ts';
import { PolicyCase } from './policy-case.ts';
import { Actions, BudgetEntry, PathOverlay, ServiceOverlay } from './policy-overlay.ts';
import { WHO_TO_ASK } from './owners/who-to-ask.ts';
import { SLO_SECTION } from './slo/slo-rule.ts';
import { QUIET_SECTIONS } from './quiet-policy.ts';

const SourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/)
  .describe('a name of a-z, 0-9 and "-", at most 41 signs; the source is called so in reports');

/** Path of a value, of a rule or of a whole section: `metrics.latency.margin`, `metrics.latency`, `metrics.*.margin`, `exemptions`. */
const SettingPath = z
  .string()
  .max(300)
  .regex(
    /^(metrics|budgets|gates|requiredSources|exemptions|freezes|actions|owners|approvals|alpha|falseDiscoveryRate|collect|baseline|modelBudget)(\..+)?$/,
  )
  .describe(
    'a path of the policy such as "metrics.latency.margin", "metrics.latency", "metrics.*.margin" or "exemptions"',
  );

/** `policies/*.yaml`, version 1. Published as policies/schema/policy.v1.schema.json. */
export const Policy = z.strictObject({
  schema: z.literal('perf-agent.policy.v1').describe('Version of this format.'),
  id: RuleId,
  ...JUDGING_SETTINGS,
  sources: z
    .array(
      z.strictObject({
        connection: z.string().min(1).max(60).describe('Connection of the configuration that is asked.'),
        name: SourceName,
        query: z.record(z.string(), z.unknown()).describe("The connector's own question."),
        required: z.boolean().default(false).describe('Without it there is no verdict.'),
      }),
    )
    .max(40)
    .default([])
    .describe(
      'Monitoring asked beside the load results: a connection of the configuration and its own query.',
    ),
  locked: z
    .array(SettingPath)
    .max(100)
    .default([])
    .describe('What no level below may change, tighter or looser.'),
  mayLoosen: z
    .array(SettingPath)
    .max(100)
    .default([])
    .describe('What a repository may make looser too; everything else it may only tighten.'),
  requiredSources: z
    .array(z.string().min(1).max(60))
    .max(40)
    .default([])
    .describe('Sources, of those above, without which there is no verdict; the same as `required` there.'),
  metrics: z
    .array(z.strictObject(MetricRule.shape))
    .min(1)
    .max(200)
    .describe(
      "The first rule that fits a metric's statistic judges it; what no rule fits is reported and not judged.",
    ),
  budgets: z
    .array(BudgetEntry)
    .max(200)
    .default([])
    .describe('Absolute bounds; one that warns and one that fails may stand side by side for one figure.'),
  gates: z
    .array(
      z.strictObject({
        ...RollingGate.shape,
        id: RuleId,
        window: RollingGate.shape.window.default(10),
        noiseFactor: RollingGate.shape.noiseFactor.default(0),
      }),
    )
    .max(200)
    .default([])
    .describe(
      'Bounds that roll with the target branch: the median of its newest values and an allowed step, for coverage, vulnerabilities, sizes, anything that was handed in.',
    ),
  exemptions: z
    .array(Exemption)
    .max(200)
    .default([])
    .describe('Figures that do not count until a day, with who answers for that.'),
  freezes: z.array(FreezeWindow).max(50).default([]).describe('Times in which changes do not pass.'),
  actions: Actions.default({}).describe('What may be done about a verdict; `false` switches off.'),
  owners: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default([])
    .describe(
      'Whom to ask about a regression where the repository has no code owners: teams, or people by their id.',
    ),
  ...WHO_TO_ASK,
  services: z
    .array(ServiceOverlay)
    .max(200)
    .default([])
    .describe('What holds for certain services, over what stands above.'),
  paths: z
    .array(PathOverlay)
    .max(100)
    .default([])
    .describe('What holds for changes that touch certain files, over services and repositories too.'),
  tests: z.array(PolicyCase).max(200).default([]).describe('Example cases, run by `perf-agent policy test`.'),
  masking: z
    .strictObject({
      rules: CustomRules.default([]).describe(
        'Rules of the team; their examples are run when the policy is loaded.',
      ),
      keepValues: z
        .boolean()
        .default(false)
        .describe(
          "Whether the values behind a run's pseudonyms are kept, encrypted, for `perf-agent unmask`.",
        ),
    })
    .default({ rules: [], keepValues: false })
    .describe('What the masker does beyond its own rules.'),
  reports: z
    .strictObject({
      linkDays: z.number().positive().max(365).default(7).describe('Days for which links to a report work.'),
    })
    .default({ linkDays: 7 })
    .describe('Reports of runs.'),
  tickets: z
    .strictObject({
      connection: z.string().max(60).describe('Connection of the configuration that is an issue tracker.'),
      onVerdict: z
        .array(z.enum(['fail', 'warn']))
        .default(['fail'])
        .describe('Verdicts that open an issue.'),
      closeOnPass: z
        .boolean()
        .default(true)
        .describe('Whether a pass closes the issue, where the tracker can.'),
    })
    .nullable()
    .default(null)
    .describe('Issues of regressions; null: none.'),
  notifications: z
    .array(NotificationRule)
    .max(10)
    .default([])
    .describe('Channels that hear of verdicts, when, and how many messages are too many.'),
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
