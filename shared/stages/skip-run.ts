import { sha256 } from '../audit/sha256.ts';
import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import type { CodeIdentity, Skip } from '../contracts/skip.ts';
import { STEP_NAMES } from '../contracts/step-name.ts';
import { ThrottledError } from '../errors/pipeline-error.ts';
import { whyBaseMatters } from '../loop-guard/base-movement.ts';
import { patchOfFiles } from '../loop-guard/code-of-diff.ts';
import { type EarlierRun, type GuardAnswer, guardRun } from '../loop-guard/guard-run.ts';
import {
  draftSkip,
  forkSkip,
  noPerformanceFiles,
  reuseSkip,
  stopSkip,
  supersededSkip,
  waitNews,
} from '../loop-guard/skip-words.ts';
import { activeFreezes } from '../policy/active-freezes.ts';
import { touchesPerformance } from '../policy/performance-files.ts';
import type { Policy } from '../policy/policy.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Masker } from '../ports/masker.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';
import { newerHead } from './newer-head.ts';
import { standingVerdict, standingVerdictOnto } from './standing-verdict.ts';
import { tellChange } from './tell-change.ts';

export interface SkipPorts {
  readonly connections: Connections;
  readonly lock: Lock;
  readonly index: RunIndex;
}

/** What the plan knows when it asks whether there is anything to do. */
export interface SkipFacts {
  readonly request: AnalysisRequested;
  readonly policy: Policy;
  readonly host: ChangeHost | null;
  readonly diff: Awaited<ReturnType<ChangeHost['fetchDiff']>> | null;
  /** Paths of the diff, old names too; null without a diff. */
  readonly paths: readonly string[] | null;
  readonly planned: Pick<Plan, 'service' | 'baseSha' | 'policy' | 'budgets' | 'gates' | 'approvals'>;
  readonly names: Masker;
  /** The service, when it is judged beside the change's own. */
  readonly beside?: Masked | undefined;
}

/** Twice the longest window of the budget, so that pushes of yesterday are recognised too. */
const LOOK_BACK_MS = 7 * 86_400_000;
const MOST_RUNS = 500;
const MOST_WORDS = 100;

/**
 * Whether the run ends with its plan, and what tells its code apart. Asked in this order: drafts, forks, files, loops
 * (docs/quiet-and-loops.md).
 * @throws ThrottledError(`ANALYSES_SPENT`) while the budget of the change is spent; the change says so
 */
export async function skipRun(
  facts: SkipFacts,
  ports: SkipPorts,
  context: StageContext,
): Promise<{ readonly code?: CodeIdentity; readonly skip?: Skip }> {
  const {
    request: { change },
    policy,
    host,
    paths,
    diff,
    planned,
  } = facts;
  if (host === null || change.connection === null) return {};
  if (change.number === null) return skipQueued(facts, host, context);
  const waiting = waitsForPeople(facts);
  if (waiting !== null) return { skip: waiting };
  const freezes = activeFreezes(planned.policy.freezes ?? [], context.clock.now());
  const isWhole = paths !== null && paths.length > 0 && diff?.truncated === false;
  if (isWhole && freezes.length === 0 && !touchesPerformance(paths, policy.performancePaths)) {
    const earlier = await earlierRuns(facts.request, planned.service, ports.index, context);
    return { skip: noPerformanceFiles(diff.files.length, wasBlamed(earlier)) };
  }
  const code = await codeOf(
    facts,
    freezes.map(({ id }) => id),
    host,
    ports.index,
    context,
  );
  // One plan of a change at a time counts what was planned before, and is counted by the next.
  const key = `plans/${change.connection}/${change.project}/${change.number}`;
  const skip = await ports.lock.withLock(key, context.signal, async () => {
    const answer = await guardedSkip({ ...facts, host }, code, ports, context);
    if (answer === null) await countIn(facts, code, ports.index, context);
    return answer;
  });
  return skip === null ? { code } : { code, skip };
}

/** Whether the last word on the change was that it is slower. */
function wasBlamed(earlier: readonly EarlierRun[]): boolean {
  const last = earlier.find(({ verdict }) => verdict !== null)?.verdict;
  return last === 'fail' || last === 'warn';
}

/** The commit of a merge queue or train must not keep others waiting when nothing in it could be slower than the commit before it. */
async function skipQueued(
  { request: { change, trigger }, policy, planned }: SkipFacts,
  host: ChangeHost,
  { clock, signal }: StageContext,
): Promise<{ readonly skip?: Skip }> {
  const { project, baseSha, headSha } = change;
  const isFrozen = activeFreezes(planned.policy.freezes ?? [], clock.now()).length > 0;
  if (trigger.kind !== 'webhook' || baseSha === null || isFrozen) return {};
  const moved = await host.fetchMovement(project, { from: baseSha, to: headSha }, signal);
  const isWhole = moved !== null && !moved.truncated && moved.paths.length > 0;
  if (!isWhole || touchesPerformance(moved.paths, policy.performancePaths)) return {};
  return { skip: noPerformanceFiles(moved.paths.length) };
}

/** Drafts and forks; who asks by hand has decided already. */
function waitsForPeople({ request, policy, names }: SkipFacts): Skip | null {
  const { change, trigger, approved } = request;
  if (trigger.kind !== 'webhook') return null;
  if (change.draft && policy.drafts !== 'judge') return draftSkip();
  if (change.fork && policy.forks === 'ask' && approved !== true) {
    return forkSkip(names.mask(policy.forkRules.label));
  }
  return null;
}

async function codeOf(
  { request: { change }, diff, planned }: SkipFacts,
  freezes: readonly string[],
  host: ChangeHost,
  index: RunIndex,
  { tenant, signal }: StageContext,
): Promise<CodeIdentity> {
  const [tree, pin] = await Promise.all([
    host.fetchTree(change.project, change.headSha, signal),
    index.getPin(tenant, planned.service, change.targetBranch ?? 'main', signal),
  ]);
  const { policy, budgets, gates, approvals } = planned;
  const grounds = sha256(
    JSON.stringify([
      ...[policy, budgets, gates, freezes, pin?.commit ?? null, change.targetBranch],
      // Who has to agree may stand in the repository's file, whose version is not the policy's.
      ...(approvals === undefined ? [] : [approvals.rules]),
    ]),
  );
  return { tree, patch: diff === null ? null : patchOfFiles(diff.files, diff.truncated), grounds };
}

async function guardedSkip(
  facts: SkipFacts & { readonly host: ChangeHost },
  code: CodeIdentity,
  ports: SkipPorts,
  context: StageContext,
): Promise<Skip | null> {
  const { request, policy, planned } = facts;
  const now = context.clock.now();
  if ((context.envelope.attempt ?? 0) > 0) {
    const newer = await newerHead(request.change, facts.host, context.signal);
    if (newer !== null) return supersededSkip(newer, request.change.headSha);
  }
  const earlier = await earlierRuns(request, planned.service, ports.index, context);
  const present = {
    runId: context.runId,
    headSha: request.change.headSha,
    baseSha: planned.baseSha,
    ...code,
    now,
    asked: request.rerun > 0,
    byBot: request.change.bot === true,
    isLook: request.trigger.kind === 'results',
  };
  const answer = guardRun(present, earlier, policy.loopGuard);
  const reused = answer.do === 'reuse' ? await reuse(answer, facts, ports, context) : null;
  if (reused !== null) return reused;
  // What cannot be told again is measured again, as far as the budget goes.
  const then =
    answer.do === 'reuse' ? guardRun({ ...present, asked: true }, earlier, policy.loopGuard) : answer;
  if (then.do === 'stop') {
    const { targetBranch } = request.change;
    return stopSkip(then, await standingVerdictOnto(then.run.runId, targetBranch, context));
  }
  return then.do === 'wait' ? waitForRoom(then, facts, ports, context) : null;
}

/** Lists the run as one that is analysed before its plan is on record, which lists it again with the same words. */
async function countIn(
  { planned: { service, baseSha } }: SkipFacts,
  code: CodeIdentity,
  index: RunIndex,
  { runId, tenant, clock, signal }: StageContext,
): Promise<void> {
  const rank = STEP_NAMES.indexOf('plan');
  const patch = { runId, tenant, at: clock.now(), step: 'plan', rank, service };
  await index.putRun({ ...patch, code: { baseSha, ...code, skip: null } }, signal);
}

async function reuse(
  answer: Extract<GuardAnswer, { readonly do: 'reuse' }>,
  { request, paths, planned, host }: SkipFacts & { readonly host: ChangeHost },
  ports: SkipPorts,
  context: StageContext,
): Promise<Skip | null> {
  const { run } = answer;
  if (answer.rebased) {
    const { baseSha } = planned;
    if (run.baseSha === null || baseSha === null) return null;
    const between = { from: run.baseSha, to: baseSha };
    const movement = await host.fetchMovement(request.change.project, between, context.signal);
    if (whyBaseMatters(movement, paths ?? []) !== null) return null;
  }
  const words = await ports.index.listAcknowledgements(
    {
      tenant: context.tenant,
      service: planned.service,
      branch: request.change.targetBranch ?? 'main',
      limit: MOST_WORDS,
    },
    context.signal,
  );
  // A word given since may turn the verdict.
  if (words.some(({ at }) => Date.parse(at) >= run.startedAt.getTime())) return null;
  const standing = await standingVerdict(run.runId, context);
  return standing === null ? null : reuseSkip(answer, request.change.headSha, standing);
}

/** Says on the change that it waits, and comes back when there is room; the newest commit alone is judged then. */
async function waitForRoom(
  wait: Extract<GuardAnswer, { readonly do: 'wait' }>,
  { request, beside }: SkipFacts,
  ports: SkipPorts,
  context: StageContext,
): Promise<Skip> {
  const until = new Date(context.clock.now().getTime() + wait.waitMs);
  const { headline, comment } = waitNews(wait, until);
  const news = {
    body: comment,
    state: 'pending',
    description: headline,
    url: null,
    topic: 'waits',
    beside,
  } as const;
  const told = await tellChange(request, news, ports, context);
  if (told.comment.status === 'superseded') return supersededSkip(told.comment.by, request.change.headSha);
  throw new ThrottledError('ANALYSES_SPENT', headline, wait.waitMs);
}

async function earlierRuns(
  { change: { connection, project, number } }: AnalysisRequested,
  service: string,
  index: RunIndex,
  { tenant, clock, signal }: StageContext,
): Promise<readonly EarlierRun[]> {
  if (connection === null || number === null) return [];
  const since = new Date(clock.now().getTime() - LOOK_BACK_MS);
  return index.listChangeRuns(
    { tenant, connection, project, change: number, service, since, limit: MOST_RUNS },
    signal,
  );
}
