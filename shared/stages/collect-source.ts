import { AnalysisRequested, type Change } from '../contracts/analysis-requested.ts';
import { Collected } from '../contracts/collected.ts';
import { Plan, type PlannedSource } from '../contracts/plan.ts';
import { PermanentError, ThrottledError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { type BaselineResults, findBaseline } from './find-baseline.ts';
import { collectMetrics } from './collect-metrics.ts';
import { replacedBy } from './newer-head.ts';
import { notedIndex } from './noted-index.ts';
import { orNothing } from './or-nothing.ts';
import { logRefs } from './log-refs.ts';
import { qualityRefs } from './quality-refs.ts';
import { resultRefs } from './result-refs.ts';

interface CollectPorts {
  readonly connections: Connections;
  readonly index: RunIndex;
  readonly rawVault: RawVault;
  readonly maskerOf: (runId: string) => Masker;
}

/** Fetches one part of the evidence; raw payloads go to the raw vault, by reference. Waits for results until the deadline. */
export function collectSource(ports: CollectPorts): Stage<Collected> {
  return {
    step: 'collect',
    output: Collected,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const { value: plan } = await context.read('plan', Plan);
      const source = plannedSource(plan, context.part);
      // Asked at each look for results after the first: nobody measures a commit that another took the place of.
      const replaced =
        (context.envelope.attempt ?? 0) > 0 ? await replacedBy(context, ports.connections) : null;
      if (replaced !== null) {
        return {
          output: { source, status: 'empty', payloads: [], supersededBy: replaced.by },
          emits: [{ queue: 'deliver' }],
          remarks: [replaced.remark],
        };
      }
      const results = await waitForResults(context, plan, request.change, notedIndex(ports.index, context));
      const emits = [{ queue: 'mask', part: source.part }] as const;
      if (source.kind === 'results') {
        const payloads = [
          ...results.candidate.map((ref) => masked(ref, 'candidate', request.change.headSha)),
          ...(results.baseline?.refs ?? []).map((ref) =>
            masked(ref, 'baseline', results.baseline?.commit ?? ''),
          ),
          ...(await qualityOf(context, plan.service, request.change.headSha)),
          ...(await logsOf(context, plan.service, 'candidate', request.change.headSha)),
          ...(await logsOf(context, plan.service, 'baseline', results.baseline?.commit ?? null)),
        ];
        return { output: { source, status: payloads.length === 0 ? 'empty' : 'found', payloads }, emits };
      }
      const masker = ports.maskerOf(context.runId);
      const asked = await orNothing(source, plan, context, masker, () =>
        collectMetrics(context, source, { ...results, headSha: request.change.headSha }, ports),
      );
      if ('why' in asked) return { output: { source, status: 'empty', payloads: [], ...asked }, emits };
      const payloads = asked.found;
      return { output: { source, status: payloads.length === 0 ? 'empty' : 'found', payloads }, emits };
    },
  };
}

function plannedSource(plan: Plan, part: string | null): PlannedSource {
  const source = plan.sources.find((planned) => planned.part === part);
  if (source !== undefined) return source;
  throw new PermanentError('INPUT_INVALID', `The plan has no part "${part ?? '(none)'}".`);
}

/** Load results come when the pipeline of the change has measured it, which may be after the webhook. */
async function waitForResults(
  context: StageContext,
  plan: Plan,
  change: Change,
  index: RunIndex,
): Promise<{ readonly candidate: readonly string[]; readonly baseline: BaselineResults | null }> {
  const measured = { tenant: context.tenant, service: plan.service, commit: change.headSha };
  const candidate = await resultRefs(context.artifacts, measured, context.signal);
  const leftMs = Date.parse(plan.collect.deadlineAt) - context.clock.now().getTime();
  if (candidate.length < plan.collect.minimumRuns && leftMs > 0) {
    throw new ThrottledError(
      'RESULTS_AWAITED',
      `${candidate.length} of ${plan.collect.minimumRuns} measurements of ${change.headSha} have arrived.`,
      Math.min(leftMs, plan.collect.pollSeconds * 1_000),
    );
  }
  return { candidate, baseline: await findBaseline(context, plan, change, index) };
}

/** Logs that stand beside the results by now: nobody waits for them. */
async function logsOf(
  { tenant, artifacts, signal }: StageContext,
  service: string,
  role: 'baseline' | 'candidate',
  commit: string | null,
): Promise<Collected['payloads']> {
  if (commit === null) return [];
  const refs = await logRefs(artifacts, { tenant, service, commit }, signal);
  return refs.map((ref) => ({ ...masked(ref, role, commit), kind: 'log' }));
}

/** Reports on the change's commit that stand beside its results by now; earlier ones are in the history. */
async function qualityOf(
  { tenant, artifacts, signal }: StageContext,
  service: string,
  commit: string,
): Promise<Collected['payloads']> {
  const refs = await qualityRefs(artifacts, { tenant, service, commit }, signal);
  return refs.map((ref) => ({ ...masked(ref, 'candidate', commit), kind: 'quality' }));
}

function masked(ref: string, role: 'baseline' | 'candidate', commit: string): Collected['payloads'][number] {
  return { kind: 'masked', ref, role, contentType: 'application/json', commit, window: null };
}
