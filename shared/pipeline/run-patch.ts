import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { Plan } from '../contracts/plan.ts';
import type { RunRecord } from '../contracts/run-record.ts';
import { STEP_NAMES, type StepName } from '../contracts/step-name.ts';
import type { RunPatch } from '../ports/run-index.ts';

type Facts = Omit<RunPatch, 'runId' | 'tenant' | 'at' | 'step' | 'rank'>;

/** What the outputs of some steps add to a run's row; the other steps only move it on. */
const FACTS: Partial<Record<StepName, (output: unknown) => Facts>> = {
  receive(output) {
    const { change, service } = AnalysisRequested.parse(output);
    const { project, number, headSha, title, url } = change;
    return {
      request: { project, change: number, headSha, title, url },
      ...(service === null ? {} : { service }),
    };
  },
  plan: (output) => ({ service: Plan.parse(output).service }),
  decide(output) {
    const { verdict, headline } = Decision.parse(output);
    return { verdict, headline };
  },
  deliver: () => ({ status: 'done' }),
  learn: () => ({ status: 'done' }),
  failed: () => ({ status: 'failed' }),
};

/** Record → patch of the run's row in the index; the same for a live step and for `perf-agent rebuild`. */
export function runPatchOf(record: RunRecord): RunPatch {
  const facts = record.output === null ? {} : (FACTS[record.step]?.(record.output) ?? {});
  return {
    runId: record.runId,
    tenant: record.tenant,
    at: new Date(record.at),
    step: record.step,
    rank: STEP_NAMES.indexOf(record.step),
    ...facts,
  };
}
