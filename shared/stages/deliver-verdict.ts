import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision, type Verdict } from '../contracts/decision.ts';
import { Plan } from '../contracts/plan.ts';
import { Delivered, ReportPublished } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import { Analysis } from '../contracts/finding.ts';
import { quietUntil } from '../policy/quiet-until.ts';
import { Explanation } from '../contracts/explanation.ts';
import type { StatusAnnotation } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { causeAnnotations } from './cause-annotations.ts';
import { noticePartName } from './notice-part.ts';
import { tellChange } from './tell-change.ts';
import { toldRemarks } from './told-remarks.ts';

interface DeliverPorts {
  readonly connections: Connections;
  readonly lock: Lock;
}

const NEXT = [{ queue: 'ticket' }, { queue: 'learn' }] as const;

/** One sticky comment and one status for each change; the newest head wins, under a lock for the change. */
export function deliverVerdict(ports: DeliverPorts): Stage<Delivered> {
  return {
    step: 'deliver',
    output: Delivered,
    async run(context) {
      const [request, decision, report] = await Promise.all([
        context.read('receive', AnalysisRequested),
        context.read('decide', Decision),
        context.read('report', ReportPublished),
      ]);
      const told = await tellChange(
        request.value,
        {
          body: report.value.comment,
          state: stateOf(decision.value.verdict),
          description: decision.value.headline,
          url: report.value.files.find((file) => file.format === 'html')?.url ?? null,
          annotations: await annotationsOf(decision.value.verdict, context),
        },
        ports,
        context.signal,
      );
      const notices = told.comment.status === 'superseded' ? [] : await noticesOf(context);
      return {
        output: told,
        emits: [...notices, ...NEXT],
        remarks: toldRemarks(told, request.value, context.runId),
      };
    },
  };
}

/** One message a channel, held back while its team wants to be left alone. */
async function noticesOf(context: StageContext): Promise<readonly Emit[]> {
  const { value: plan } = await context.read('plan', Plan);
  if (plan.notifications.length === 0) return [];
  const { value: analysis } = await context.read('analyse', Analysis);
  return plan.notifications.map(({ connection, quietHours }): Emit => {
    const urgent = quietHours?.urgent.includes(analysis.severity) === true;
    const until = urgent ? null : quietUntil(quietHours, context.clock.now());
    const part = noticePartName({ kind: 'change', connection });
    return { queue: 'notify', part, ...(until === null ? {} : { notBefore: until.toISOString() }) };
  });
}

/** Causes of what became worse, beside the lines that they are about. */
async function annotationsOf(verdict: Verdict, context: StageContext): Promise<readonly StatusAnnotation[]> {
  if (verdict !== 'fail' && verdict !== 'warn') return [];
  const explanation = await context.find('reason', Explanation);
  const plan = await context.find('plan', Plan);
  if (explanation === null || plan === null) return [];
  return causeAnnotations(explanation.value.causes, plan.value.diff);
}

/** Only a failed gate blocks; no data and no baseline are said in words and do not. */
function stateOf(verdict: Verdict): 'success' | 'failed' {
  return verdict === 'fail' ? 'failed' : 'success';
}
