import * as z from 'zod';
import { Masked } from './masked.ts';
import { PlannedSource } from './plan.ts';

/** What collect leaves for mask: references only. `raw` lies in the raw vault; the others were masked at the door. */
export const Collected = z.object({
  source: PlannedSource,
  status: z.enum(['found', 'empty']),
  /** Why an optional source gave nothing. */
  why: Masked.optional(),
  /** The commit that took the place of the run's one while it waited: nothing more is collected, and nothing analysed. */
  supersededBy: z.string().max(64).optional(),
  payloads: z
    .array(
      z.object({
        kind: z.enum(['raw', 'masked', 'log', 'quality']),
        ref: z.string().max(500),
        role: z.enum(['baseline', 'candidate']),
        contentType: z.string().max(100),
        /** Commit that the payload measures. */
        commit: z.string().max(64),
        /** Time that a monitoring window covers; null for results of a tool. */
        window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable(),
      }),
    )
    .max(200),
});
export type Collected = z.infer<typeof Collected>;
