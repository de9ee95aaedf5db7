import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Remark } from '../contracts/run-record.ts';
import type { Stage } from '../ports/stage.ts';
import { type RetargetPorts, retargetedChecks } from './retargeted-checks.ts';
import { returnedHead } from './returned-head.ts';

/** Puts the request on record: from here on the run exists. Doors check and mask; this step only keeps. */
export function receiveRequest(ports: RetargetPorts): Stage<AnalysisRequested> {
  return {
    step: 'receive',
    output: AnalysisRequested,
    async run({ envelope }) {
      const parsed = AnalysisRequested.safeParse(envelope.data);
      if (!parsed.success) {
        throw new PermanentError(
          'INPUT_INVALID',
          `The request does not fit: ${describeIssues(parsed.error)}`,
        );
      }
      return {
        output: parsed.data,
        emits: [{ queue: parsed.data.intent === 'judge' ? 'plan' : 'learn' }],
        remarks: [askedRemark(parsed.data)],
      };
    },
    async emitAfter(context, request) {
      if (request === null) return [];
      const anew = await retargetedChecks(request, ports, context);
      if (anew.length > 0) return anew.map((other) => ({ queue: 'requests', other }));
      const other = await returnedHead(request, ports, context);
      return other === null ? [] : [{ queue: 'requests', other }];
    },
  };
}

/** Who or what asked, for which commit. */
function askedRemark({ change, trigger, intent, rerun }: AnalysisRequested): Remark {
  const { kind, event, deliveryId, caller = null } = trigger;
  return {
    action: 'run.requested',
    subject: `${change.connection ?? 'none'}:${change.project}!${change.number ?? ''}`,
    details: {
      intent: maskedName(intent),
      commit: maskedName(change.headSha),
      via: maskedName(kind),
      event,
      deliveryId,
      caller,
      rerun,
    },
  };
}
