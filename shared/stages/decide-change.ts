import { Decision } from '../contracts/decision.ts';
import { Analysis } from '../contracts/finding.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { decideVerdict } from '../policy/decide-verdict.ts';
import type { Stage } from '../ports/stage.ts';

/** The policy gate. Reads what statistics found, never what the model said. */
export function decideChange(): Stage<Decision> {
  return {
    step: 'decide',
    output: Decision,
    async run(context) {
      const { value: analysis } = await context.read('analyse', Analysis);
      const { value: plan } = await context.read('plan', Plan);
      const output = decideVerdict(analysis, plan);
      return {
        output,
        emits: [{ queue: 'report' }],
        remarks: [
          {
            action: 'verdict.reached',
            subject: `commit ${analysis.candidateCommit}`,
            details: { verdict: maskedName(output.verdict), policy: maskedName(plan.policy.version) },
          },
        ],
      };
    },
  };
}
