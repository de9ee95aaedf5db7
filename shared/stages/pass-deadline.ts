import * as z from 'zod';
import { Analysis } from '../contracts/finding.ts';
import { Plan } from '../contracts/plan.ts';
import { Delivered, RunFailed } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import { STEP_NAMES } from '../contracts/step-name.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { stoppedBy } from './stopped-by.ts';

export const DeadlinePassed = z.object({
  inTime: z.boolean(),
  missing: z.array(z.string()).max(50),
  /** At the end of a run that is not over: the last of its steps that was done. */
  reached: z.enum(STEP_NAMES).optional(),
});
export type DeadlinePassed = z.infer<typeof DeadlinePassed>;

/** Part of the second deadline: by then the change was told its verdict, or is told that there is none. */
export const RUN_END = 'end';

/** What was collected gets this long to become a verdict, with room for all tries of a step that fails. */
const JUDGED_WITHIN_MS = 15 * 60_000;
const MOST_RECORDS = 500;
const IN_TIME: DeadlinePassed = { inTime: true, missing: [] };

/**
 * The deadline, scheduled by the plan: goes on without the parts that have not come, and says so. A run that has no verdict yet gets a second
 * deadline, which ends it.
 */
export function passDeadline(): Stage<DeadlinePassed> {
  return {
    step: 'deadline',
    output: DeadlinePassed,
    async run(context) {
      if (context.part === RUN_END) return endRun(context);
      if ((await context.find('deliver', Delivered)) !== null) return { output: IN_TIME, emits: [] };
      const { value: plan } = await context.read('plan', Plan);
      const end = endOf(plan);
      const analysis = await context.find('analyse', Analysis);
      // Or it stopped for the sake of a newer commit.
      const isOnItsWay = analysis !== null || (await stoppedBy(plan, context)) !== null;
      if (isOnItsWay) return { output: IN_TIME, emits: [end] };
      const written = new Set(await context.parts('mask'));
      const missing = plan.sources.map((source) => source.part).filter((part) => !written.has(part));
      return { output: { inTime: missing.length === 0, missing }, emits: [{ queue: 'analyse' }, end] };
    },
  };
}

function endOf({ collect }: Plan): Emit {
  const at = new Date(Date.parse(collect.deadlineAt) + JUDGED_WITHIN_MS);
  return { queue: 'deadline', part: RUN_END, notBefore: at.toISOString() };
}

/** A run whose change was told nothing, neither a verdict nor a failure, has failed now, whatever holds it up. */
async function endRun(context: StageContext): Promise<StageResult<DeadlinePassed>> {
  const isOver = (await context.find('deliver', Delivered)) !== null || (await wasToldOfFailure(context));
  if (isOver) return { output: IN_TIME, emits: [] };
  const refs = await context.artifacts.list(`runs/${context.runId}/`, MOST_RECORDS, context.signal);
  const done = new Set(refs.map((ref) => ref.split('/')[2]?.replace(/\.json$/, '')));
  const reached = STEP_NAMES.findLast((step) => step !== 'deadline' && step !== 'failed' && done.has(step));
  return {
    output: { inTime: false, missing: [], ...(reached === undefined ? {} : { reached }) },
    emits: [{ queue: 'failed', part: RUN_END }],
  };
}

async function wasToldOfFailure(context: StageContext): Promise<boolean> {
  const parts = await context.parts('failed');
  const failures = await Promise.all(parts.map((part) => context.find('failed', RunFailed, part)));
  return failures.some((failure) => failure !== null && failure.value.told !== 'went-on');
}
