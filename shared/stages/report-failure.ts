import * as z from 'zod';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { Delivered, RunFailed } from '../contracts/published.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { ERROR_CODES, type ErrorCode } from '../errors/codes.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage } from '../ports/stage.ts';
import { tellChange } from './tell-change.ts';
import { toldRemarks } from './told-remarks.ts';

const FailureNews = z.object({
  step: z.string().max(40),
  part: z.string().max(61).nullable(),
  code: z.string().max(60),
  message: Masked,
});

/** A run that cannot go on says so on its change, in words for the author and with a code for the operator. */
export function reportFailure(ports: {
  readonly connections: Connections;
  readonly lock: Lock;
}): Stage<RunFailed> {
  return {
    step: 'failed',
    output: RunFailed,
    async run(context) {
      const parsed = FailureNews.safeParse(context.envelope.data);
      if (!parsed.success) {
        throw new PermanentError(
          'INPUT_INVALID',
          `The news of a failure does not fit: ${describeIssues(parsed.error)}`,
        );
      }
      const news = parsed.data;
      const remark = {
        action: 'run.failed',
        subject: `step ${news.step}`,
        details: { code: maskedName(news.code), message: news.message },
      };
      const request = await context.find('receive', AnalysisRequested);
      const delivered = await context.find('deliver', Delivered);
      // A verdict that stands is not taken back because a ticket could not be made; the run's page shows the failure.
      if (request === null || delivered !== null || request.value.intent !== 'judge') {
        return { output: { ...news, told: 'not-a-change' }, emits: [], remarks: [remark] };
      }
      const plan = await context.find('plan', Plan);
      const told = await tellChange(
        request.value,
        {
          body: failureComment(news, context.runId),
          // Says nothing about the change: a judge that is out of order does not block.
          state: 'success',
          description: maskedText`PerfAgent could not judge this change (${maskedName(news.code)}).`,
          url: null,
          beside: plan === null ? (request.value.service ?? undefined) : plan.value.beside,
        },
        ports,
        context.signal,
      );
      const { status } = told.comment;
      const how =
        status === 'not-a-change' || status === 'superseded' || status === 'refused' ? status : 'commented';
      return {
        output: { ...news, told: how },
        emits: [],
        remarks: [remark, ...toldRemarks(told, request.value, context.runId)],
      };
    },
  };
}

function failureComment(news: z.infer<typeof FailureNews>, runId: string): Masked {
  const cure = isErrorCode(news.code) ? ERROR_CODES[news.code] : ERROR_CODES.UNEXPECTED;
  return maskedText`**No performance verdict: the analysis failed in the step "${maskedName(news.step)}".**

This says nothing about the change itself; it was not judged.

- What happened: \`${maskedName(news.code)}\` ${inOneLine(news.message)}
- What helps: ${maskedName(cure)}
- For the operator: run \`${maskedName(runId)}\`; \`perf-agent dead-letters list\` shows the message, \`perf-agent dead-letters replay\` tries again.`;
}

function inOneLine(message: Masked): Masked {
  return maskedName(message.replace(/[\r\n]+/g, ' ').replace(/[<>@`|[\]]/g, (character) => `\\${character}`));
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
