import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Collected } from '../contracts/collected.ts';
import type { Decision } from '../contracts/decision.ts';
import { Explanation } from '../contracts/explanation.ts';
import { Analysis } from '../contracts/finding.ts';
import type { Plan } from '../contracts/plan.ts';
import type { Delivered } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import type { Skip } from '../contracts/skip.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { besideLines } from './beside-lines.ts';
import { hostOf } from './host-of.ts';
import { noticeEmits } from './notice-emits.ts';
import { recordedOutput } from './recorded-output.ts';
import type { ChangeNews } from './tell-change.ts';
import { tellOnce } from './tell-once.ts';
import { toldRemarks } from './told-remarks.ts';
import { withWhoToAsk } from './who-to-ask.ts';

interface SkipTellers {
  readonly connections: Connections;
  readonly lock: Lock;
  readonly policy: () => Promise<LoadedPolicy>;
}

/**
 * Tells a change why nothing was analysed. A verdict that stands again, or an end of what was blamed on the change, is told in tickets and messengers,
 * too: they may have heard of another one in between. There is nothing to learn.
 */
export async function deliverSkip(
  plan: Plan,
  skip: Skip,
  ports: SkipTellers,
  context: StageContext,
): Promise<StageResult<Delivered>> {
  const { value: request } = await context.read('receive', AnalysisRequested);
  const { beside, comments } = plan;
  const isNews = skip.kind !== 'no-performance-files' && worthSaying(comments, skip.verdict);
  const create = skip.comment !== null && (skip.says || isNews);
  const explanation = await standingExplanation(skip, context);
  const judged = { request, plan, verdict: skip.verdict, explanation };
  const body =
    skip.comment === null ? skip.headline : await withWhoToAsk(skip.comment, judged, ports, context.signal);
  const resultOf = async (told: Delivered): Promise<StageResult<Delivered>> => {
    const emits = told.comment.status === 'superseded' ? [] : await messagesOf(plan, skip, context);
    return { output: told, emits, remarks: toldRemarks(told, request, context.runId) };
  };
  return tellOnce(
    request,
    {
      body,
      state: skip.state,
      description: skip.headline,
      url: skip.url,
      beside,
      ...(await lineNewsOf(plan, skip, request, explanation, ports.connections)),
      ...(skip.verdict === null ? {} : { topic: skip.verdict }),
      write: { create, sameTopic: skip.says || comments !== 'on-change-of-verdict' },
      // Without a comment of its own, what stands on the change stays as it is.
      ...(skip.comment === null ? { silent: true } : {}),
    },
    ports,
    context,
    resultOf,
  );
}

async function messagesOf(
  plan: Pick<Plan, 'tickets' | 'notifications'>,
  { verdict, of, ends }: Skip,
  context: StageContext,
): Promise<readonly Emit[]> {
  if (verdict === null || (of === null && ends !== true)) return [];
  const analysis =
    of === null ? null : await recordedOutput({ runId: of, step: 'analyse' }, Analysis, context);
  const notices = noticeEmits(plan, analysis?.severity ?? 'none', context.clock.now());
  return plan.tickets === null ? notices : [...notices, { queue: 'ticket' }];
}

/** What explained the verdict that is told again. */
async function standingExplanation({ kind, of }: Skip, context: StageContext): Promise<Explanation | null> {
  if (of === null || kind === 'no-performance-files') return null;
  return recordedOutput({ runId: of, step: 'reason' }, Explanation, context);
}

/** What stands on lines is that of the verdict that is told: none where nothing could be slower, that of the earlier run where its verdict stands. */
async function lineNewsOf(
  plan: Pick<Plan, 'lineNotes' | 'diff'>,
  { kind, verdict, of }: Skip,
  { change }: AnalysisRequested,
  explanation: Explanation | null,
  connections: Connections,
): Promise<Pick<ChangeNews, 'annotations' | 'lineNotes'>> {
  if (kind === 'no-performance-files') return plan.lineNotes === 'off' ? {} : { lineNotes: [] };
  if (kind !== 'same-code' || verdict === null || of === null) return {};
  return besideLines(verdict, plan, explanation, await hostOf(change, connections));
}

/** How much of a verdict is written: a comment is made when there is something to say, and one that stands is kept true. */
export async function writingOf(
  { comments, sources }: Pick<Plan, 'comments' | 'sources'>,
  { verdict }: Decision,
  waits: boolean,
  context: StageContext,
): Promise<NonNullable<ChangeNews['write']>> {
  const create = waits || worthSaying(comments, verdict) || (await hasNews(sources, context));
  return { create, sameTopic: waits || comments !== 'on-change-of-verdict' };
}

/** A pass is no news, unless the team wants to hear of everything. */
function worthSaying(comments: Plan['comments'], verdict: Decision['verdict'] | null): boolean {
  return comments === undefined || comments === 'always' || (verdict !== null && verdict !== 'pass');
}

/** Something became faster, or a part of the evidence is missing: also a pass says so. */
async function hasNews(sources: Plan['sources'], context: StageContext): Promise<boolean> {
  const analysis = await context.find('analyse', Analysis);
  if (analysis === null) return false;
  const { findings, parts } = analysis.value;
  const isFaster = findings.some(({ answer, before }) => answer === 'improvement' && before === null);
  if (isFaster || parts.missing.length > 0) return true;
  const collected = await Promise.all(sources.map(({ part }) => context.find('collect', Collected, part)));
  return collected.some((found) => found?.value.why !== undefined);
}
