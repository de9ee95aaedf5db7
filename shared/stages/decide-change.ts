import type { Acknowledgement } from '../contracts/acknowledgement.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { ApprovalNeed } from '../contracts/approval-need.ts';
import { Decision } from '../contracts/decision.ts';
import { Analysis } from '../contracts/finding.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import type { Remark } from '../contracts/run-record.ts';
import { activeFreezes } from '../policy/active-freezes.ts';
import { approvalNeed } from '../policy/approval-need.ts';
import { decideVerdict } from '../policy/decide-verdict.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Stage } from '../ports/stage.ts';
import { notedIndex } from './noted-index.ts';

/** Nobody keeps track of more words on one branch. */
const MOST_WORDS = 500;

/** The policy gate. Reads what statistics found and what people have acknowledged, never what the model said. */
export function decideChange({ index }: { readonly index: RunIndex }): Stage<Decision> {
  return {
    step: 'decide',
    output: Decision,
    async run(context) {
      const { tenant, signal } = context;
      const { value: request } = await context.read('receive', AnalysisRequested);
      const { value: analysis } = await context.read('analyse', Analysis);
      const { value: plan } = await context.read('plan', Plan);
      const branch = request.change.targetBranch ?? 'main';
      const words = await notedIndex(index, context).listAcknowledgements(
        { tenant, service: plan.service, branch, limit: MOST_WORDS },
        signal,
      );
      const at = context.clock.now();
      const decided = decideVerdict(analysis, plan, {
        at,
        acknowledgements: words.filter((word) => isForChange(word, request)),
      });
      const approval = neededApproval(decided, plan, request, at);
      const output = approval === null ? decided : { ...decided, approval };
      return {
        output,
        emits: [{ queue: 'report' }],
        remarks: [
          {
            action: 'verdict.reached',
            subject: `commit ${analysis.candidateCommit}`,
            details: {
              verdict: maskedName(output.verdict),
              policy: maskedName(plan.policy.version),
              baseline: analysis.baselineCommit === null ? null : maskedName(analysis.baselineCommit),
            },
          },
          ...freezeRemarks(plan, at),
          ...excuseRemarks(output),
        ],
      };
    },
  };
}

/** Only a change on a code host can wait: a commit that was measured by itself has no check that anybody holds. */
function neededApproval(
  { verdict }: Decision,
  { approvals, risk, policy }: Plan,
  { change }: AnalysisRequested,
  now: Date,
): ApprovalNeed | null {
  if (approvals === undefined || change.connection === null || change.number === null) return null;
  const freezes = activeFreezes(policy.freezes ?? [], now).filter(({ mode }) => mode !== 'observe');
  return approvalNeed(approvals, { verdict, risk, frozen: freezes.length > 0, now });
}

function isForChange({ change: only }: Acknowledgement, { change }: AnalysisRequested): boolean {
  return only === null || (only.project === change.project && only.number === change.number);
}

const MOST_REMARKS = 50;
const MOST_FREEZES = 20;

/** The windows in which the decision fell. */
function freezeRemarks({ policy }: Plan, at: Date): readonly Remark[] {
  return activeFreezes(policy.freezes ?? [], at)
    .slice(0, MOST_FREEZES)
    .map(({ id, onChange, mode = 'enforce', from, until, timeZone }) => ({
      action: 'freeze.applied',
      subject: `freeze ${id}`,
      details: {
        onChange: maskedName(onChange),
        mode: maskedName(mode),
        from: maskedName(from),
        until: maskedName(until),
        timeZone: maskedName(timeZone),
      },
    }));
}

/** Each excuse that held stands in the audit log with who answers for it. */
function excuseRemarks({ excused = [] }: Decision): readonly Remark[] {
  return excused.slice(0, MOST_REMARKS).map(({ kind, rule, by, until, evidence }) => ({
    action: `regression.${kind}`,
    subject: `rule ${rule}`.slice(0, 1_000),
    details: { by, until: maskedName(until), evidence: maskedName(evidence.join(', ')) },
  }));
}
