import { setTimeout as wait } from 'node:timers/promises';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { RunId } from '../contracts/envelope.ts';
import { Analysis, type Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { acknowledgeRegression, type AcknowledgeWish } from '../pipeline/acknowledge-regression.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { endOfDay, harmOf } from '../policy/excuses.ts';
import { fits } from '../policy/match-rule.ts';
import { type Command, parseCommand } from '../policy/parse-command.ts';
import type { ChangeEvent, ChangeHost, RawChange } from '../ports/change-host.ts';
import { recordedOutput } from '../stages/recorded-output.ts';
import type { AcknowledgePorts } from './acknowledge.ts';
import { type DoorReply, type DoorRequest, json } from './door.ts';
import { requestOf, type WebhookPorts } from './receive-webhook.ts';

export type CommentPorts = WebhookPorts & AcknowledgePorts;
type CommentEvent = Extract<ChangeEvent, { readonly kind: 'comment' }>;
type Asked = Exclude<Command, { readonly kind: 'malformed' }>;

/** The newest run that judged the change, and what it found. */
interface Judged {
  readonly request: AnalysisRequested;
  readonly analysis: Analysis;
}

/** How many runs of the change are looked at: the newest may not have been judged yet. */
const MOST_RUNS = 20;
const ACKNOWLEDGED = 'acknowledged';
const AS_BASELINE = maskedText` When it is merged, it becomes what others are compared with.`;
const NOTHING = maskedText``;
/** Our answers stand in one comment of their own, brought up to date. */
const REPLY_KEY = 'command';

/**
 * A comment that may hold a command. Only who may write to the project is heard, and never the connection itself; others get no answer on
 * the change, so that nobody can make us write. What is understood is kept, the change is judged again, and one comment says so.
 */
export function answerComment(
  ports: CommentPorts,
): (connection: string, event: CommentEvent, request: DoorRequest) => Promise<DoorReply> {
  return async (connection, event, request) => {
    const { signal } = request;
    const ignored = (why: string): DoorReply => json(202, { ignored: why, event: event.event });
    const command = parseCommand(event.comment.text);
    if (command === null) return ignored('the comment holds no command of ours');
    const host = (await ports.connections.get(connection)).changes;
    if (host === undefined) return ignored('the connection has no changes');
    const right = await host.fetchRight(event.project, event.comment.author, signal);
    if (right === 'own') return ignored('the comment is our own');
    if (right === 'read') return ignored('only who may write to the project may command');
    const change = await host.fetchChange(event.project, event.number, signal);
    if (change === null) return ignored('the change is gone');
    const tell = (body: Masked): Promise<unknown> => reply(host, change, event, body, signal);
    if (command.kind === 'malformed') {
      await tell(maskedText`Not understood: ${maskedName(command.why)}`);
      return json(202, { refused: command.why, event: event.event });
    }
    const judged = await newestJudged(ports, connection, change, signal);
    const covered = judged === null ? [] : worseFigures(judged.analysis, command);
    if (judged === null || (command.kind === 'acknowledge' && covered.length === 0)) {
      const figure = maskedName(command.metric);
      const why =
        judged === null
          ? maskedText`this change has not been judged yet`
          : maskedText`no figure ${figure} of the last verdict is worse`;
      await tell(maskedText`Nothing to acknowledge: ${why}.`);
      return json(202, { refused: why, event: event.event });
    }
    return keep(ports, { connection, event, request, command, change, judged, covered, tell });
  };
}

async function keep(
  ports: CommentPorts,
  about: {
    readonly connection: string;
    readonly event: CommentEvent;
    readonly request: DoorRequest;
    readonly command: Asked;
    readonly change: RawChange;
    readonly judged: Judged;
    readonly covered: readonly Finding[];
    readonly tell: (body: Masked) => Promise<unknown>;
  },
): Promise<DoorReply> {
  const { connection, event, request, command, change, judged, covered, tell } = about;
  const { author, at } = event.comment;
  try {
    const { word, isNew } = await acknowledgeRegression(
      {
        service: judged.analysis.service,
        branch: change.targetBranch ?? 'main',
        change: { project: change.project, number: event.number },
        metric: command.metric,
        statistic: command.statistic,
        owner: author.name,
        by: author.name,
        via: 'comment',
        ...termsOf(command, covered),
        at: at ?? ports.clock.now(),
      },
      { ...ports, pause: wait },
      request.signal,
    );
    const runId = await judgeAgain(ports, connection, change, judged, request, isNew ? null : word.at);
    const figure = maskedText`\`${maskedName(command.metric)}${maskedName(command.statistic === null ? '' : ` ${command.statistic}`)}\``;
    await tell(
      command.kind === 'revoke'
        ? maskedText`What was acknowledged of ${figure} is taken back. The change is judged again.`
        : maskedText`${word.owner} answers for ${figure} until ${maskedName(command.until)}: ${word.reason}\n\nThe change is judged again.${word.asBaseline === true ? AS_BASELINE : NOTHING}`,
    );
    return json(202, { acknowledgement: word, runId });
  } catch (error) {
    if (!PipelineError.is(error) || error.disposition !== 'dead-letter') throw error;
    await tell(maskedText`Not done: ${maskedName(error.message)}`);
    return json(202, { refused: error.message, event: event.event });
  }
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
function worseFigures(analysis: Analysis, { metric, statistic }: Asked): readonly Finding[] {
  return analysis.findings.filter(
    (finding) =>
      (finding.answer === 'regression' || harmOf(finding) > 0) &&
      fits(finding.metric, metric) &&
      (statistic === null || statistic === finding.statistic),
  );
}

async function newestJudged(
  ports: CommentPorts,
  connection: string,
  change: RawChange,
  signal: AbortSignal,
): Promise<Judged | null> {
  if (change.number === null) return null;
  const { tenant } = ports;
  const rows = await ports.index.listChangeRuns(
    {
      tenant,
      connection,
      project: change.project,
      change: change.number,
      since: new Date(0),
      limit: MOST_RUNS,
    },
    signal,
  );
  for (const { runId } of rows) {
    const id = RunId.safeParse(runId);
    if (!id.success) continue;
    const at = { artifacts: ports.artifacts, signal };
    const request = await recordedOutput({ runId: id.data, step: 'receive' }, AnalysisRequested, at);
    const analysis = await recordedOutput({ runId: id.data, step: 'analyse' }, Analysis, at);
    if (request === null || analysis === null || request.change.connection !== connection) continue;
    return { request, analysis };
  }
  return null;
}

/**
 * One run more for the head as it is now. A word that was kept before has asked for its run when the last one was asked for since;
 * else the process died in between, and the same run is asked for as then.
 * @param keptAt when the word was said; null when it was kept just now
 */
async function judgeAgain(
  ports: CommentPorts,
  connection: string,
  change: RawChange,
  { request: last }: Judged,
  request: DoorRequest,
  keptAt: string | null,
): Promise<string> {
  const { event, at } = last.trigger;
  const isAsked = keptAt !== null && event === ACKNOWLEDGED && Date.parse(at) >= Date.parse(keptAt);
  const rerun = last.change.headSha === change.headSha ? last.rerun + (isAsked ? 0 : 1) : 0;
  const { runId, request: wanted } = requestOf(ports, connection, change, {
    intent: 'judge',
    trigger: {
      kind: 'webhook',
      event: ACKNOWLEDGED,
      deliveryId: null,
      at: ports.clock.now().toISOString(),
    },
    service: last.service,
    rerun,
  });
  const run = { runId, tenant: ports.tenant };
  const message = messageWithData(
    'requests',
    `${runId}:requests`,
    run,
    wanted,
    ports.clock.now(),
    request.traceparent,
  );
  await ports.values?.keep(runId, request.signal);
  await ports.sender.send([message], request.signal);
  return runId;
}

async function reply(
  host: ChangeHost,
  { project, headSha }: RawChange,
  { number, comment }: CommentEvent,
  body: Masked,
  signal: AbortSignal,
): Promise<void> {
  const order = comment.at?.getTime() ?? 0;
  await host.ensureComment({ project, number, key: REPLY_KEY, body, headSha, order }, signal);
}
