import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { Plan } from '../contracts/plan.ts';
import { type RunRecord, STEP_NAMES } from '../contracts/run-record.ts';
import type { RunPatch } from '../ports/run-index.ts';

/** Record → patch of the run's row in the index; the same for a live step and for `perf-agent rebuild`. */
export function runPatchOf(record: RunRecord): RunPatch {
  const base: RunPatch = {
    runId: record.runId,
    tenant: record.tenant,
    at: new Date(record.at),
    step: record.step,
    rank: STEP_NAMES.indexOf(record.step),
  };
  if (record.output === null) return base;
  switch (record.step) {
    case 'receive': {
      const { change, service } = AnalysisRequested.parse(record.output);
      const { project, number, headSha, title, url } = change;
      return {
        ...base,
        request: { project, change: number, headSha, title, url },
        ...(service === null ? {} : { service }),
      };
    }
    case 'plan':
      return { ...base, service: Plan.parse(record.output).service };
    case 'decide': {
      const { verdict, headline } = Decision.parse(record.output);
      return { ...base, verdict, headline };
    }
    case 'deliver':
    case 'learn':
      return { ...base, status: 'done' };
    case 'failed':
      return { ...base, status: 'failed' };
    case 'collect':
    case 'mask':
    case 'deadline':
    case 'analyse':
    case 'reason':
    case 'report':
    case 'ticket':
      return base;
  }
}
