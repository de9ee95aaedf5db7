import * as z from 'zod';
import { LogDifference } from './log-evidence.ts';
import { Masked } from './masked.ts';
import { Measurement } from './measurement.ts';
import { PlannedSource } from './plan.ts';

/** One part of the evidence, masked and normalised. */
export const Measured = z.object({
  source: PlannedSource,
  baseline: z.array(Measurement).max(200),
  candidate: z.array(Measurement).max(200),
  /** Reports on the quality of the change's commit: held by budgets and gates, no runs to compare. */
  quality: z.array(Measurement).max(100).optional(),
  /** Absent when not both sides have logs. */
  logs: LogDifference.optional(),
  notes: z.array(Masked).max(100),
});
export type Measured = z.infer<typeof Measured>;
