import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { ApprovalNeed } from '../contracts/approval-need.ts';
import { Decision, type Verdict } from '../contracts/decision.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { Delivered, ReportPublished } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import { Analysis } from '../contracts/finding.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import { supersededSkip } from '../loop-guard/skip-words.ts';
import { canBeMet } from '../policy/approval-need.ts';
import { Explanation } from '../contracts/explanation.ts';
import type { ApprovalLinks } from '../ports/approval-links.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { askedState } from '../approval/approval-state.ts';
import { approvalBlock, nobodyBlock, statusWords, withBlock } from '../approval/approval-words.ts';
import { actEmit, askedOf } from './act-on-event.ts';
import { pageLinkOf } from './approval-page-link.ts';
import { approvalPartName } from './approval-part.ts';
import { deliverSkip, writingOf } from './deliver-skip.ts';
import { besideLines } from './beside-lines.ts';
import { hostOf } from './host-of.ts';
import { noticeEmits } from './notice-emits.ts';
import { tellOnce } from './tell-once.ts';
import { stoppedBy } from './stopped-by.ts';
import { toldRemarks } from './told-remarks.ts';
import { withWhoToAsk } from './who-to-ask.ts';

interface DeliverPorts {
  readonly connections: Connections;
  readonly lock: Lock;
  readonly approvalLinks: ApprovalLinks;
  readonly policy: () => Promise<LoadedPolicy>;
}

const NEXT = [{ queue: 'ticket' }, { queue: 'learn' }] as const;

/** One sticky comment and one status for each change; the newest head wins, under a lock for the change. */
export function deliverVerdict(ports: DeliverPorts): Stage<Delivered> {
  return {
    step: 'deliver',
    output: Delivered,
    async run(context) {
      const { value: plan } = await context.read('plan', Plan);
      const request = await context.read('receive', AnalysisRequested);
      const stopped = await stoppedBy(plan, context);
      const { headSha } = request.value.change;
      const skip = plan.skip ?? (stopped === null ? undefined : supersededSkip(stopped, headSha));
      if (skip !== undefined) return deliverSkip(plan, skip, ports, context);
      const [decision, report] = await Promise.all([
        context.read('decide', Decision),
        context.read('report', ReportPublished),
      ]);
      const wait = await waitOf(ports, context, decision.value, request.value);
      const { verdict } = decision.value;
      const explanation = (await context.find('reason', Explanation))?.value ?? null;
      const judged = { request: request.value, plan, verdict, explanation };
      const comment = await withWhoToAsk(report.value.comment, judged, ports, context.signal);
      const resultOf = async (told: Delivered): Promise<StageResult<Delivered>> => {
        const messages = told.comment.status === 'superseded' ? [] : await messagesOf(wait, plan, context);
        const remarks = toldRemarks(told, request.value, context.runId);
        return { output: told, emits: [...messages, ...NEXT], remarks };
      };
      return tellOnce(
        request.value,
        {
          body: wait === null ? comment : withBlock(comment, wait.block),
          state: wait?.state ?? stateOf(verdict),
          description: wait?.description ?? decision.value.headline,
          url: report.value.files.find((file) => file.format === 'html')?.url ?? null,
          ...besideLines(verdict, plan, explanation, await hostOf(request.value.change, ports.connections)),
          topic: verdict,
          beside: plan.beside,
          write: await writingOf(plan, decision.value, wait !== null, context),
        },
        ports,
        context,
        resultOf,
      );
    },
  };
}

interface Wait {
  readonly need: ApprovalNeed;
  readonly state: 'pending' | 'failed';
  readonly description: Masked;
  readonly block: Masked;
}

/** What the change says while people have to agree; a wait that could never end well is not begun. */
async function waitOf(
  ports: DeliverPorts,
  { runId, tenant }: StageContext,
  decision: Decision,
  request: AnalysisRequested,
): Promise<Wait | null> {
  const need = decision.approval;
  if (need === undefined) return null;
  if (!canBeMet(need)) {
    const description = maskedText`Nobody of the policy may approve this change. ${decision.headline}`;
    return { need, state: 'failed', description, block: nobodyBlock(need) };
  }
  const state = askedState({ runId, tenant, need, change: askedOf(need, request).change });
  return {
    need,
    state: 'pending',
    description: statusWords(state, decision),
    block: approvalBlock(state, await pageLinkOf(ports, state)),
  };
}

/** What people are sent: the news, and the question whether they agree. */
async function messagesOf(wait: Wait | null, plan: Plan, context: StageContext): Promise<readonly Emit[]> {
  const asked = wait?.state === 'pending' ? askEmits(wait.need) : [];
  if (plan.notifications.length === 0) return asked;
  const { value: analysis } = await context.read('analyse', Analysis);
  return [...noticeEmits(plan, analysis.severity, context.clock.now()), ...asked];
}

/** The first event of the approval, and the times at which somebody looks again. Waiting costs nothing. */
function askEmits({ remindAt, escalateAt, expiresAt }: ApprovalNeed): readonly Emit[] {
  const later = (kind: 'remind' | 'escalate' | 'expire', at: string | null): readonly Emit[] =>
    at === null ? [] : [{ queue: 'approve', part: approvalPartName({ kind }), notBefore: at }];
  return [
    actEmit(1),
    ...later('remind', remindAt),
    ...later('escalate', escalateAt),
    ...later('expire', expiresAt),
  ];
}

/** Only a failed gate blocks; no data and no baseline are said in words and do not. */
function stateOf(verdict: Verdict): 'success' | 'failed' {
  return verdict === 'fail' ? 'failed' : 'success';
}
