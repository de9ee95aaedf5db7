import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Stage } from '../ports/stage.ts';

/** Puts the request on record: from here on the run exists. Doors check and mask; this step only keeps. */
export function receiveRequest(): Stage<AnalysisRequested> {
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
      return { output: parsed.data, emits: [{ queue: parsed.data.intent === 'judge' ? 'plan' : 'learn' }] };
    },
  };
}
