import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { identityKey } from '../contracts/identity-key.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Measured } from '../contracts/measured.ts';
import { Plan } from '../contracts/plan.ts';
import { Learned } from '../contracts/published.ts';
import type { Remark } from '../contracts/run-record.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { Connections } from '../ports/connections.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { hostOf } from './host-of.ts';
import { measuredTwin } from './measured-twin.ts';
import { learnMonitoring } from './learn-monitoring.ts';
import { notedIndex } from './noted-index.ts';
import { pinAccepted, type PinPorts } from './pin-accepted.ts';
import { resultRefs } from './result-refs.ts';
import { readBudgetFile, serviceOf } from './service-of.ts';

interface LearnPorts extends PinPorts {
  readonly connections: Connections;
  readonly policy: () => Promise<LoadedPolicy>;
}

/**
 * After a verdict: what monitoring measured becomes history (load results became it when they arrived). After a merge: the branch's
 * baseline moves to the merged commit, when that was measured, and so does a pin when somebody accepted the change as baseline.
 */
export function learnFromRun(ports: LearnPorts): Stage<Learned> {
  return {
    step: 'learn',
    output: Learned,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      return request.intent === 'judge' ? learnHistory(context) : moveBaseline(context, request);
    },
  };

  async function learnHistory(context: StageContext): Promise<StageResult<Learned>> {
    const { value: plan } = await context.read('plan', Plan);
    let points = 0;
    for (const source of plan.sources.filter((one) => one.kind === 'metrics')) {
      const measured = await context.find('mask', Measured, source.part);
      if (measured === null) continue;
      const from = { tenant: context.tenant, ref: measured.ref, at: context.clock.now() };
      points += await learnMonitoring(from, measured.value, ports.index, context.signal);
    }
    return {
      output: {
        history: { series: points, points },
        service: plan.service,
        baseline: null,
        reason: maskedText`The baseline moves when the change is merged.`,
      },
      emits: [],
    };
  }

  async function moveBaseline(
    context: StageContext,
    request: AnalysisRequested,
  ): Promise<StageResult<Learned>> {
    const { tenant, signal } = context;
    const { change } = request;
    const host = await hostOf(change, ports.connections);
    const service = serviceOf(
      request,
      await readBudgetFile(change, host, signal),
      ports.maskerOf(identityKey(tenant)),
    );
    const index = notedIndex(ports.index, context);
    const branch = change.targetBranch ?? 'main';
    const refsOf = (commit: string) => resultRefs(context.artifacts, { tenant, service, commit }, signal);
    const none = { series: 0, points: 0 };
    let commit = change.headSha;
    let refs = await refsOf(commit);
    const twin = refs.length > 0 ? null : await measuredTwin(context, change, service, index);
    if (twin !== null) {
      commit = twin;
      refs = await refsOf(twin);
    }
    if (refs.length === 0) {
      const reason = maskedText`The merged commit was not measured; the baseline stays.`;
      return { output: { history: none, service, baseline: null, reason }, emits: [] };
    }
    const baseline = { branch, commit };
    const mergedAt = mergedAtOf(request);
    // The later merge wins, in whichever order two are learnt. Of two of one moment the later word does, which must not be a slow second delivery's.
    await context.refuseWhenDone();
    await ports.index.putBaseline(
      { tenant, service, ...baseline, movedAt: mergedAt, runId: context.runId },
      signal,
    );
    // The index alone knows whether a later merge was learnt before.
    const standing = await index.getBaseline(tenant, service, branch, signal);
    await pinAccepted({ service, ...baseline }, change, { ...ports, index }, context);
    return {
      output: {
        history: none,
        service,
        baseline: { ...baseline, mergedAt: mergedAt.toISOString() },
        reason:
          twin === null
            ? maskedText`Merged with ${refs.length} measurements.`
            : maskedText`Merged; its code was measured at ${maskedName(twin)} (${refs.length} measurements).`,
      },
      emits: [],
      remarks: standing?.commit === commit ? [movedRemark(service, baseline)] : [],
    };
  }
}

/** As the host says, or when its webhook came: no merge is later than that, be the host's clock as fast as it may. */
function mergedAtOf({ change, trigger }: AnalysisRequested): Date {
  const cameAt = Date.parse(trigger.at);
  return new Date(Math.min(cameAt, Date.parse(change.mergedAt ?? trigger.at)));
}

function movedRemark(
  service: string,
  { branch, commit }: { readonly branch: string; readonly commit: string },
): Remark {
  return {
    action: 'baseline.moved',
    subject: `${service} ${branch}`,
    details: { commit: maskedName(commit) },
  };
}
