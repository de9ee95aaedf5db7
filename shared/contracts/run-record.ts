import * as z from 'zod';
import { AnalysisRequested } from './analysis-requested.ts';
import { Masked } from './masked.ts';
import { PartName, RunId, Tenant } from './envelope.ts';
import { QUEUE_NAMES } from './queue-name.ts';
import { STEP_NAMES, type StepName } from './step-name.ts';

/** A message that follows from a step; its id follows from run, queue and part, so a second copy is the same message. */
export const Emit = z.object({
  queue: z.enum(QUEUE_NAMES),
  part: PartName.optional(),
  /** Deliver not before this time (scheduled message). */
  notBefore: z.iso.datetime().optional(),
  /** Tells messages apart that ask a run the same on different occasions. */
  occasion: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  /** Another run that the message is for, and the request that it carries. */
  other: z.object({ runId: RunId, request: AnalysisRequested }).optional(),
});
export type Emit = z.infer<typeof Emit>;

/** Something the step did beyond writing its record, for the audit log. */
export const Remark = z.object({
  action: z.string().max(100),
  subject: z.string().max(1000),
  details: z.record(z.string(), z.union([Masked, z.number(), z.boolean(), z.null()])),
});
export type Remark = z.infer<typeof Remark>;

/** One step's write-once artifact at `runs/<runId>/<step>[/<part>].json`: output, what it came from, what follows. */
export const RunRecord = z.object({
  schema: z.literal('perf-agent.run-record.v1'),
  runId: RunId,
  tenant: Tenant,
  step: z.enum(STEP_NAMES),
  part: PartName.nullable(),
  at: z.iso.datetime(),
  producer: z.string(),
  inputs: z.array(z.object({ ref: z.string(), sha256: z.string() })).max(100),
  output: z.unknown(),
  emits: z.array(Emit).max(100),
  remarks: z.array(Remark).max(100),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** Path of a step's record. */
export function recordRef(runId: RunId, step: StepName, part?: string): string {
  return part === undefined ? `runs/${runId}/${step}.json` : `runs/${runId}/${step}/${part}.json`;
}
