import * as z from 'zod';
import { BaselineAges, DEFAULT_BASELINE_AGES } from '../contracts/plan.ts';
import { DEFAULT_ALPHA } from '../statistics/compare/settle.ts';

/** How often an alarm may be false. */
export const ERROR_RATES = {
  alpha: z
    .number()
    .positive()
    .max(0.2)
    .describe(
      'Nominal chance of a false alarm for one figure when nothing changed; measured over many kinds of noise in docs/statistics-compare.md.',
    ),
  falseDiscoveryRate: z
    .number()
    .positive()
    .max(0.2)
    .describe(
      'Expected share of false ones among the alarms of one change; when nothing changed, the chance of any alarm.',
    ),
};

export const COLLECT_WORDS = 'How long results are waited for, and how many.';
export const BASELINE_WORDS =
  'When a baseline is called stale, and up to which age earlier runs tell how noisy a figure is.';

export const COLLECT = {
  deadlineMinutes: z.number().positive().max(1_440).describe('How long results are waited for.'),
  pollSeconds: z.number().min(1).max(600).describe('How often they are looked for meanwhile.'),
  minimumRuns: z.int().min(1).max(100).describe('Runs of the change that are waited for.'),
};

const DEFAULT_REANALYSE = { max: 3, quietSeconds: 60 };
export const Reanalyse = z
  .strictObject({
    max: z
      .int()
      .min(0)
      .max(20)
      .default(DEFAULT_REANALYSE.max)
      .describe('0: only who asks for it gets another verdict.'),
    quietSeconds: z
      .number()
      .min(1)
      .max(1_800)
      .default(DEFAULT_REANALYSE.quietSeconds)
      .describe('How long others are waited for.'),
  })
  .describe('Further runs that arrive after the verdict on their commit.');

export const BASELINE = BaselineAges.shape;

const DEFAULT_COLLECT = {
  deadlineMinutes: 20,
  pollSeconds: 10,
  minimumRuns: 3,
  reanalyse: DEFAULT_REANALYSE,
};

/** How an organisation has its figures judged where no level below says otherwise. Part of `perf-agent.policy.v1`. */
export const JUDGING_SETTINGS = {
  alpha: ERROR_RATES.alpha.default(DEFAULT_ALPHA),
  falseDiscoveryRate: ERROR_RATES.falseDiscoveryRate.default(0.01),
  collect: z
    .strictObject({
      deadlineMinutes: COLLECT.deadlineMinutes.default(DEFAULT_COLLECT.deadlineMinutes),
      pollSeconds: COLLECT.pollSeconds.default(DEFAULT_COLLECT.pollSeconds),
      minimumRuns: COLLECT.minimumRuns.default(DEFAULT_COLLECT.minimumRuns),
      reanalyse: Reanalyse.default(DEFAULT_REANALYSE),
    })
    .default(DEFAULT_COLLECT)
    .describe(COLLECT_WORDS),
  baseline: z
    .strictObject({
      staleDays: BASELINE.staleDays.default(DEFAULT_BASELINE_AGES.staleDays),
      expireDays: BASELINE.expireDays.default(DEFAULT_BASELINE_AGES.expireDays),
    })
    .default(DEFAULT_BASELINE_AGES)
    .describe(BASELINE_WORDS),
};

/** The settings that hold for one change. */
export const JudgingSettings = z.object(JUDGING_SETTINGS);
export type JudgingSettings = z.infer<typeof JudgingSettings>;
