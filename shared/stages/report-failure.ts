import * as z from 'zod';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { CommandAsked } from '../contracts/command.ts';
import { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { Delivered, RunFailed } from '../contracts/published.ts';
import { recordRef, RunRecord } from '../contracts/run-record.ts';
import { STEP_NAMES, type StepName } from '../contracts/step-name.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { ERROR_CODES, type ErrorCode } from '../errors/codes.ts';
import { PermanentError, PipelineError, TransientError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { DeadlinePassed, RUN_END } from './pass-deadline.ts';
import { tellChange } from './tell-change.ts';
import { tellWhoAsked } from './tell-who-asked.ts';
import { toldRemarks } from './told-remarks.ts';

const FailureNews = z.object({
  step: z.string().max(40),
  part: z.string().max(61).nullable(),
  code: z.string().max(60),
  message: Masked,
  /** The command that failed. */
  asked: CommandAsked.optional(),
});
type FailureNews = z.infer<typeof FailureNews>;

/**
 * Whose records show that it was done after all, where the name is not the step's own. A run that has its report comes to its verdict, or to the
 * failure of telling it: what is being told now has no record yet, and must not be overwritten as soon as it stands.
 */
const STEPS_OF: Readonly<Record<string, readonly StepName[]>> = {
  requests: ['receive'],
  [RUN_END]: ['deliver', 'report'],
};

/**
 * A run that cannot go on says so on its change, in words for the author and with a code for the operator. A step that another delivery of its
 * message has done meanwhile did not fail.
 */
export function reportFailure(ports: {
  readonly connections: Connections;
  readonly lock: Lock;
}): Stage<RunFailed> {
  return {
    step: 'failed',
    output: RunFailed,
    async run(context) {
      const { asked, ...news } = await newsOf(context);
      const standing = await standingRecord(news, context);
      if (standing !== null) {
        // What follows from the record is sent once more, in case this delivery was the one that should have.
        return { output: { ...news, told: 'went-on' }, emits: standing.emits };
      }
      const remark = {
        action: 'run.failed',
        subject: `step ${news.step}`,
        details: { code: maskedName(news.code), message: news.message },
      };
      if (asked !== undefined) {
        const told = await tellWhoAsked(asked, news, ports.connections, context);
        return { output: { ...news, told }, emits: [], remarks: [remark] };
      }
      const request = await context.find('receive', AnalysisRequested);
      const delivered = await context.find('deliver', Delivered);
      // A verdict that stands is not taken back because a ticket could not be made; the run's page shows the failure.
      if (request === null || delivered !== null || request.value.intent !== 'judge') {
        return { output: { ...news, told: 'not-a-change' }, emits: [], remarks: [remark] };
      }
      const plan = await context.find('plan', Plan);
      // Asked under the lock under which a verdict is told and recorded: what was read above may be over by then.
      async function refuseWhenTold(): Promise<void> {
        await context.refuseWhenDone();
        if ((await context.find('deliver', Delivered)) === null) return;
        throw new TransientError('STEP_DONE', `The verdict of ${context.runId} was told meanwhile.`);
      }
      const telling = tellChange(
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
        { signal: context.signal, refuseWhenDone: refuseWhenTold },
      );
      const told = await telling.catch(async (error: unknown) => {
        if (context.part !== RUN_END || !context.isLastTry) throw error;
        if (!PipelineError.is(error) || error.code !== 'STEP_DONE') return null;
        // Told meanwhile, which no further try is left to find.
        const meanwhile = await standingRecord(news, context);
        if (meanwhile === null) throw error;
        return meanwhile;
      });
      // The run is over all the same, and the list of runs says so.
      if (told === null) return { output: { ...news, told: 'unreached' }, emits: [], remarks: [remark] };
      if ('emits' in told) return { output: { ...news, told: 'went-on' }, emits: told.emits };
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

/** What the rejected message was rejected for; of a run that its end overtook, what it had reached. */
async function newsOf(context: StageContext): Promise<FailureNews> {
  if (context.part === RUN_END) {
    const { value } = await context.read('deadline', DeadlinePassed, RUN_END);
    const reached = value.reached === undefined ? 'none' : `"${value.reached}"`;
    const message = maskedText`The run came to no verdict in time; the last of its steps that was done is ${maskedName(reached)}.`;
    return { step: RUN_END, part: null, code: 'RUN_OVERDUE', message };
  }
  const parsed = FailureNews.safeParse(context.envelope.data);
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    'INPUT_INVALID',
    `The news of a failure does not fit: ${describeIssues(parsed.error)}`,
  );
}

/**
 * The record of the step that is said to have failed: a message may be delivered twice at once, or be out as its own copy, and what one delivery
 * failed at another has done. @returns null when none stands, or none that could be read
 */
async function standingRecord(news: FailureNews, context: StageContext): Promise<RunRecord | null> {
  if (news.code === 'ARTIFACT_INVALID') return null;
  const steps = STEPS_OF[news.step] ?? STEP_NAMES.filter((name) => name === news.step);
  for (const step of steps) {
    const ref = recordRef(context.runId, step, news.part ?? undefined);
    const stored = await context.artifacts.read(ref, context.signal);
    if (stored !== null) return RunRecord.parse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  }
  return null;
}

function failureComment(news: FailureNews, runId: string): Masked {
  const cure = isErrorCode(news.code) ? ERROR_CODES[news.code] : ERROR_CODES.UNEXPECTED;
  const isLate = news.code === 'RUN_OVERDUE';
  const what = isLate ? 'did not end in time' : `failed in the step "${news.step}"`;
  const again = isLate
    ? '`perf-agent analyze --rerun 1` judges it anew'
    : '`perf-agent dead-letters list` shows the message, `perf-agent dead-letters replay` tries again';
  return maskedText`**No performance verdict: the analysis ${maskedName(what)}.**

This says nothing about the change itself; it was not judged.

- What happened: \`${maskedName(news.code)}\` ${inOneLine(news.message)}
- What helps: ${maskedName(cure)}
- For the operator: run \`${maskedName(runId)}\`; ${maskedName(again)}.`;
}

function inOneLine(message: Masked): Masked {
  return maskedName(message.replace(/[\r\n]+/g, ' ').replace(/[<>@`|[\]]/g, (character) => `\\${character}`));
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
