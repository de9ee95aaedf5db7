import type { Masked } from '../contracts/masked.ts';
import type { Plan, PlannedSource } from '../contracts/plan.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { Masker } from '../ports/masker.ts';
import type { StageContext } from '../ports/stage.ts';

/**
 * What a source gave. One that the policy does not require gives nothing, with the reason, when it refuses for good or still fails at the deadline: the
 * verdict then rests on the others and says so.
 * @throws what a required source throws, and what may pass before the deadline.
 */
export async function orNothing<T>(
  source: PlannedSource,
  plan: Plan,
  context: Pick<StageContext, 'clock' | 'runId' | 'log'>,
  masker: Masker,
  ask: () => Promise<T>,
): Promise<{ readonly found: T } | { readonly why: Masked }> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (source.required || !PipelineError.is(error)) throw error;
    const isLate = context.clock.now().getTime() >= Date.parse(plan.collect.deadlineAt);
    if (error.disposition !== 'dead-letter' && !isLate) throw error;
    const why = masker.mask(`${error.code}: ${error.message}`);
    context.log.warn('optional source gave nothing', {
      runId: context.runId,
      part: source.part,
      reason: why,
    });
    return { why };
  }
}
