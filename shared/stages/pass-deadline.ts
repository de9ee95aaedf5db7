import * as z from 'zod';
import { Analysis } from '../contracts/finding.ts';
import { Plan } from '../contracts/plan.ts';
import type { Stage } from '../ports/stage.ts';
import { stoppedBy } from './stopped-by.ts';

export const DeadlinePassed = z.object({ inTime: z.boolean(), missing: z.array(z.string()).max(50) });
export type DeadlinePassed = z.infer<typeof DeadlinePassed>;

/** The deadline message, scheduled by the plan: goes on without the parts that have not come, and says so. */
export function passDeadline(): Stage<DeadlinePassed> {
  return {
    step: 'deadline',
    output: DeadlinePassed,
    async run(context) {
      const analysis = await context.find('analyse', Analysis);
      if (analysis !== null) return { output: { inTime: true, missing: [] }, emits: [] };
      const { value: plan } = await context.read('plan', Plan);
      const written = new Set(await context.parts('mask'));
      // It stopped for the sake of a newer commit, and its change is told.
      if ((await stoppedBy(plan, context)) !== null)
        return { output: { inTime: true, missing: [] }, emits: [] };
      const missing = plan.sources.map((source) => source.part).filter((part) => !written.has(part));
      return { output: { inTime: missing.length === 0, missing }, emits: [{ queue: 'analyse' }] };
    },
  };
}
