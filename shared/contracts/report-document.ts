import * as z from 'zod';
import { Change } from './analysis-requested.ts';
import { Decision } from './decision.ts';
import { RunId } from './envelope.ts';
import { Explanation } from './explanation.ts';
import { Analysis, Finding } from './finding.ts';
import { Masked } from './masked.ts';
import { Plan } from './plan.ts';

/** A report for machines; `report.json` of a run. Effects and margins as in `Finding`. */
export const ReportDocument = z.object({
  schema: z.literal('perf-agent.report.v1'),
  runId: RunId,
  generatedAt: z.iso.datetime(),
  service: z.string(),
  change: Change,
  verdict: Decision.shape.verdict,
  headline: Masked,
  /** The statistics' answer for the change as a whole, before policy. */
  answer: Analysis.shape.answer,
  severity: Analysis.shape.severity,
  counts: z.object({
    regression: z.int(),
    improvement: z.int(),
    noChange: z.int(),
    undecided: z.int(),
    noBaseline: z.int(),
  }),
  /** Most important first; `onRegression` is what the policy's rule says about the metric. */
  findings: z.array(Finding.extend({ onRegression: z.enum(['fail', 'warn', 'ignore']) })).max(2_000),
  budgets: Analysis.shape.budgets,
  explanation: Explanation.nullable(),
  decision: Decision.pick({ reasons: true, policy: true }),
  risk: Plan.shape.risk,
  comparison: Analysis.pick({
    environments: true,
    runs: true,
    logs: true,
    baselineCommit: true,
    candidateCommit: true,
    parts: true,
    errorRates: true,
    moved: true,
  }),
  notes: z.array(Masked),
});
export type ReportDocument = z.infer<typeof ReportDocument>;
