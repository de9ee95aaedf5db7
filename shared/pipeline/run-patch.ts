import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { Plan } from '../contracts/plan.ts';
import { RunFailed } from '../contracts/published.ts';
import type { RunRecord } from '../contracts/run-record.ts';
import { STEP_NAMES, type StepName } from '../contracts/step-name.ts';
import type { RunPatch } from '../ports/run-index.ts';

type Facts = Omit<RunPatch, 'runId' | 'tenant' | 'at' | 'step' | 'rank'>;

/** What the outputs of some steps add to a run's row; the other steps only move it on. */
const FACTS: Partial<Record<StepName, (output: unknown) => Facts>> = {
  receive(output) {
    const { change, service } = AnalysisRequested.parse(output);
    const { connection, project, number, headSha, title, url } = change;
    return {
      connection,
      request: { project, change: number, headSha, title, url },
      ...(service === null ? {} : { service }),
    };
  },
  plan(output) {
    const { service, baseSha, code, skip } = Plan.parse(output);
    const { tree = null, patch = null, grounds = null } = code ?? {};
    return {
      service,
      code: { baseSha, tree, patch, grounds, skip: skip?.kind ?? null },
      ...(skip === undefined ? {} : { headline: skip.headline }),
      ...(typeof skip?.verdict === 'string' ? { verdict: skip.verdict } : {}),
    };
  },
  decide(output) {
    const { verdict, headline } = Decision.parse(output);
    return { verdict, headline };
  },
  deliver: () => ({ status: 'done' }),
  learn: () => ({ status: 'done' }),
  failed: (output) => (RunFailed.safeParse(output).data?.told === 'went-on' ? {} : { status: 'failed' }),
};

/**
 * Record → patch of the run's row in the index; the same for a live step and for `perf-agent rebuild`.
 * @returns null for a command of a person and an event of a host, which are no runs
 */
export function runPatchOf(record: RunRecord): RunPatch | null {
  if (record.step === 'command' || record.step === 'event' || isFailedCommand(record)) return null;
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

function isFailedCommand({ step, output }: RunRecord): boolean {
  return step === 'failed' && output !== null && RunFailed.safeParse(output).data?.step === 'command';
}
