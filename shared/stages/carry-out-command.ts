import { setTimeout as wait } from 'node:timers/promises';
import { CommandAsked, CommandDone } from '../contracts/command.ts';
import type { Finding } from '../contracts/finding.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Emit, Remark } from '../contracts/run-record.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError, PipelineError } from '../errors/pipeline-error.ts';
import { acknowledgeRegression, type AcknowledgeWish } from '../pipeline/acknowledge-regression.ts';
import type { PinServices } from '../pipeline/pin-baseline.ts';
import { requestOf } from '../pipeline/request-of.ts';
import { endOfDay, harmOf } from '../policy/excuses.ts';
import { fits } from '../policy/match-rule.ts';
import type { Command } from '../policy/parse-command.ts';
import type { Connections } from '../ports/connections.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { answerCommand } from './answer-command.ts';
import { answerTo, doneAnswer, malformedAnswer, nothingAnswer, refusedAnswer } from './command-answers.ts';
import { hearCommand, type HeardCommand } from './hear-command.ts';
import { type Judged, newestJudged, nextRerunOf } from './newest-judged.ts';

type CommandPorts = Omit<PinServices, 'pause' | 'tenant'> & { readonly connections: Connections };
type Asked = Exclude<Command, { readonly kind: 'malformed' }>;
type Result = StageResult<CommandDone>;

/**
 * Carries out what a person asked for in a comment: the word is kept, the change is judged again, and one comment says so. The record stands
 * before the run is asked for, so a process that dies in between asks for the same one; the word and the answer are found again by their keys.
 */
export function carryOutCommand(ports: CommandPorts): Stage<CommandDone> {
  return {
    step: 'command',
    output: CommandDone,
    async run(context) {
      const parsed = CommandAsked.safeParse(context.envelope.data);
      if (!parsed.success) {
        throw new PermanentError(
          'INPUT_INVALID',
          `The command does not fit: ${describeIssues(parsed.error)}`,
        );
      }
      const asked = parsed.data;
      const heard = await hearCommand(asked, ports.connections, context.signal);
      if (heard.kind === 'ignored') {
        return resultOf(asked, {
          did: 'ignored',
          by: null,
          why: maskedName(heard.why),
          runId: null,
          reply: null,
        });
      }
      const masker = ports.maskerOf(context.runId);
      const by = masker.mask(heard.comment.author.name);
      const refuse = async (answer: Masked): Promise<Result> => {
        const reply = await answerCommand(heard, asked, answerTo(by, answer), context.signal);
        return resultOf(asked, { did: 'refused', by, why: answer, runId: null, reply });
      };
      const { command } = heard;
      if (command.kind === 'malformed') return refuse(malformedAnswer(masker.mask(command.why)));
      const judged = await newestJudged(ports.index, asked.connection, heard.change, context);
      if (judged === null) return refuse(nothingAnswer(null));
      const covered = worseFigures(judged, command);
      if (command.kind === 'acknowledge' && covered.length === 0) {
        const names = ports.maskerOf(identityKey(context.tenant));
        return refuse(nothingAnswer(names.mask(command.metric)));
      }
      try {
        const wish = { ...wishOf(heard, judged, command, context), ...termsOf(command, covered) };
        const services = { ...ports, tenant: context.tenant, pause: wait };
        const { word } = await acknowledgeRegression(wish, services, context.signal);
        const answer = doneAnswer(command, word);
        const reply = await answerCommand(heard, asked, answer, context.signal);
        const other = await againOf(ports, asked.connection, heard, judged, context);
        const did = command.kind === 'revoke' ? 'revoked' : 'acknowledged';
        return resultOf(asked, { did, by, why: answer, runId: other.runId, reply }, [
          { queue: 'requests', other },
        ]);
      } catch (error) {
        if (!PipelineError.is(error) || error.code !== 'INPUT_INVALID') throw error;
        return refuse(refusedAnswer(masker.mask(error.message)));
      }
    },
  };
}

function resultOf(asked: CommandAsked, output: CommandDone, emits: readonly Emit[] = []): Result {
  const remark: Remark = {
    action: `command.${output.did}`,
    subject: `${asked.connection}:${asked.project}!${asked.number}`,
    details: {
      by: output.by,
      why: output.why,
      reply: output.reply === null ? null : maskedName(output.reply),
      runId: output.runId === null ? null : maskedName(output.runId),
    },
  };
  return { output, emits, remarks: [remark] };
}

/** What is the same for every word. A host that does not say when a comment was written gets the time at which it was heard. */
function wishOf(
  { change, comment }: HeardCommand,
  { analysis }: Judged,
  { metric, statistic }: Asked,
  { envelope }: StageContext,
): Omit<AcknowledgeWish, 'upTo' | 'until' | 'reason' | 'baseline' | 'asBaseline'> {
  const { name } = comment.author;
  return {
    service: analysis.service,
    branch: change.targetBranch ?? 'main',
    change: change.number === null ? null : { project: change.project, number: change.number },
    metric,
    statistic,
    owner: name,
    by: name,
    via: 'comment',
    at: comment.at ?? new Date(envelope.time),
  };
}

/** A word on a change covers what that change showed, not what a later push makes of it. */
function termsOf(
  command: Asked,
  covered: readonly Finding[],
): Pick<AcknowledgeWish, 'upTo' | 'until' | 'reason' | 'baseline' | 'asBaseline'> {
  if (command.kind === 'revoke') return { upTo: null, until: null, reason: 'taken back', baseline: null };
  const harm = Math.max(...covered.map(harmOf));
  const { until, reason, asBaseline } = command;
  const upTo = Number.isFinite(harm) ? harm : null;
  return { upTo, until: endOfDay(until), reason, baseline: null, asBaseline };
}

/** Figures of the last verdict that the command is on. */
function worseFigures({ analysis }: Judged, { metric, statistic }: Asked): readonly Finding[] {
  return analysis.findings.filter(
    (finding) =>
      (finding.answer === 'regression' || harmOf(finding) > 0) &&
      fits(finding.metric, metric) &&
      (statistic === null || statistic === finding.statistic),
  );
}

/** One run more for the head as it is now. What people let in is let in for the commit that was judged, and for no other. */
async function againOf(
  { maskerOf, index }: CommandPorts,
  connection: string,
  { change }: HeardCommand,
  { request: last }: Judged,
  context: StageContext,
): Promise<NonNullable<Emit['other']>> {
  const { tenant, clock } = context;
  const { service } = last;
  const isSameHead = last.change.headSha === change.headSha;
  const trigger = {
    kind: isSameHead ? ('comment' as const) : ('webhook' as const),
    event: 'acknowledged',
    deliveryId: null,
    at: clock.now().toISOString(),
  };
  const rerun = await nextRerunOf(index, connection, change, service, context);
  return requestOf({ tenant, maskerOf }, connection, change, { intent: 'judge', trigger, service, rerun });
}
