import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Collected } from '../contracts/collected.ts';
import type { Decision } from '../contracts/decision.ts';
import { Analysis } from '../contracts/finding.ts';
import type { Plan } from '../contracts/plan.ts';
import type { Delivered } from '../contracts/published.ts';
import type { Skip } from '../contracts/skip.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import { type ChangeNews, tellChange } from './tell-change.ts';
import { toldRemarks } from './told-remarks.ts';

/** Tells a change why nothing was analysed; there is nothing to file, to send or to learn. */
export async function deliverSkip(
  { beside, comments, lineNotes }: Pick<Plan, 'beside' | 'comments' | 'lineNotes'>,
  skip: Skip,
  ports: { readonly connections: Connections; readonly lock: Lock },
  context: StageContext,
): Promise<StageResult<Delivered>> {
  const { value: request } = await context.read('receive', AnalysisRequested);
  const isNews = skip.kind !== 'no-performance-files' && worthSaying(comments, skip.verdict);
  const create = skip.comment !== null && (skip.says || isNews);
  const told = await tellChange(
    request,
    {
      body: skip.comment ?? skip.headline,
      state: skip.state,
      description: skip.headline,
      url: skip.url,
      beside,
      // Nothing that could be slower is left in the change.
      ...(skip.kind === 'no-performance-files' && lineNotes !== 'off' ? { lineNotes: [] } : {}),
      ...(skip.verdict === null ? {} : { topic: skip.verdict }),
      write: { create, sameTopic: skip.says || comments !== 'on-change-of-verdict' },
      // Without a comment of its own, what stands on the change stays as it is.
      ...(skip.comment === null ? { silent: true } : {}),
    },
    ports,
    context.signal,
  );
  return { output: told, emits: [], remarks: toldRemarks(told, request, context.runId) };
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
