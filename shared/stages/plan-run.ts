import { AnalysisRequested, type Change } from '../contracts/analysis-requested.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Plan, type PlannedSource } from '../contracts/plan.ts';
import { effectivePolicy, type EffectivePolicy } from '../policy/effective-policy.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import { riskOf } from '../policy/risk-of.ts';
import type { Emit, Remark } from '../contracts/run-record.ts';
import type { Skip } from '../contracts/skip.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { approvalPartName } from './approval-part.ts';
import { hostOf } from './host-of.ts';
import { maskDiff, NO_DIFF } from './mask-diff.ts';
import { maskPolicy, placedApprovals } from './mask-policy.ts';
import { notedIndex } from './noted-index.ts';
import { plannedBudgetFile } from './planned-budget-file.ts';
import { plannedApprovals } from './planned-approvals.ts';
import { plannedQuestion } from './planned-question.ts';
import { keepQueries } from './planned-query.ts';
import { besideOf, readBudgetFile, serviceOf } from './service-of.ts';
import { skipRun } from './skip-run.ts';
import { changeLock, refusalOf } from './tell-change.ts';

interface PlanPorts {
  readonly connections: Connections;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly maskerOf: (runId: string) => Masker;
  readonly rawVault: RawVault;
  readonly index: RunIndex;
  readonly lock: Lock;
}

/** Collection stops waiting at the deadline; what it then has gets this long to be masked. */
const DEADLINE_GRACE_MS = 15_000;
/** What waits for an older head of the change waits for nothing any more. */
const SUPERSEDE = { queue: 'approve', part: approvalPartName({ kind: 'supersede' }) } as const;
const DIFF_LIMITS = { maxFiles: 300, maxBytes: 200_000 };

/** Reads policy, budgets and diff, chooses what to ask, fans out, and sets the deadline. */
export function planRun(ports: PlanPorts): Stage<Plan> {
  return {
    step: 'plan',
    output: Plan,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const loaded = await ports.policy();
      const { policy } = loaded;
      const host = await hostOf(request.change, ports.connections);
      const masker = ports.maskerOf(context.runId);
      const [budgetFile, diff, baseSha] = await Promise.all([
        readBudgetFile(request.change, host, context.signal),
        readDiff(request.change, host, context.signal),
        branchPointOf(request.change, host, context.signal),
      ]);
      const masked = diff === null ? NO_DIFF : maskDiff(diff, masker);
      const names = ports.maskerOf(identityKey(context.tenant));
      const service = serviceOf(request, budgetFile, names);
      const beside = besideOf(request, budgetFile, names);
      const paths = filesOf(diff);
      const effective = effectivePolicy(loaded, budgetFile, { service, files: paths });
      const { collect, baseline } = effective.judging;
      const deadlineAt = new Date(
        context.clock.now().getTime() + collect.deadlineMinutes * 60_000,
      ).toISOString();
      const asked = sourcesOf(effective.sources, service);
      for (const { kind, connection, query } of asked) {
        if (kind === 'metrics') (await ports.connections.get(connection)).metrics?.checkQuery(query);
      }
      const { notes, ...planned } = maskPolicy(effective, names);
      const rules = placedApprovals(effective, names);
      const held = await plannedApprovals(rules, request.change, host, context.signal);
      const facts = {
        request,
        policy,
        host,
        diff,
        paths,
        names,
        ...beside,
        planned: { service, baseSha, ...planned, ...held },
      };
      const { code, skip } = await skipRun(
        facts,
        { ...ports, index: notedIndex(ports.index, context) },
        context,
      );
      const sources = skip === undefined ? await keepQueries(asked, context, ports.rawVault, names) : [];
      const plan: Plan = {
        service,
        ...beside,
        baseSha,
        ...planned,
        budgetFile: plannedBudgetFile(budgetFile, names),
        policy: { ...planned.policy, model: effective.actions.model && mayReadFork(request.change, policy) },
        baseline,
        diff: masked,
        risk: riskOf(masked.files),
        sources,
        collect: { deadlineAt, pollSeconds: collect.pollSeconds, minimumRuns: collect.minimumRuns },
        reports: { linkDays: policy.reports.linkDays },
        tickets: effective.actions.tickets ? policy.tickets : null,
        notifications: effective.actions.notifications ? policy.notifications : [],
        comments: policy.comments.when,
        lineNotes: policy.lineNotes,
        ...(code === undefined ? {} : { code }),
        ...(skip === undefined ? {} : { skip }),
        ...held,
        ask: plannedQuestion(effective, names),
        notes: [...notes, ...diffNotes(masked)],
      };
      if (skip === undefined) await announce(context, request.change, beside, host, ports.lock);
      return { output: plan, emits: emitsOf(plan), remarks: remarksOf(plan, request, notes.length, host) };
    },
  };
}

/** Parts to collect and the end of waiting for them; or, when there is nothing to do, straight to the change. */
function emitsOf({ sources, approvals, skip, collect }: Plan): readonly Emit[] {
  const deadline = new Date(Date.parse(collect.deadlineAt) + DEADLINE_GRACE_MS).toISOString();
  return [
    ...sources.map((source) => ({ queue: 'collect' as const, part: source.part })),
    ...(approvals === undefined ? [] : [SUPERSEDE]),
    skip === undefined ? { queue: 'deadline', notBefore: deadline } : { queue: 'deliver' },
  ];
}

function remarksOf(
  { policy, budgets, skip }: Plan,
  { change }: AnalysisRequested,
  refused: number,
  host: ChangeHost | null,
): readonly Remark[] {
  const applied: Remark = {
    action: 'policy.applied',
    subject: `policy ${policy.id}`,
    details: {
      version: maskedName(policy.version),
      budgets: budgets.length,
      ...(refused === 0 ? {} : { refused }),
    },
  };
  if (skip !== undefined) return [applied, skipRemark(skip)];
  return host === null ? [applied] : [applied, pendingRemark(change)];
}

function diffNotes({ truncated }: Plan['diff']): readonly Masked[] {
  if (!truncated) return [];
  return [
    maskedText`The diff was read in part: it is larger than ${DIFF_LIMITS.maxFiles} files or ${DIFF_LIMITS.maxBytes} bytes.`,
  ];
}

/** Paths as they are, old names too, so that a file cannot be moved out of its rule. @returns null when the host gave no diff */
function filesOf(diff: Awaited<ReturnType<typeof readDiff>>): readonly string[] | null {
  if (diff === null) return null;
  return diff.files.flatMap(({ path, previousPath }) =>
    previousPath === null ? [path] : [path, previousPath],
  );
}

/** Where the change branched off; webhooks do not tell it. */
async function branchPointOf(
  change: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (change.baseSha !== null || host === null || change.number === null) return change.baseSha;
  return (await host.fetchChange(change.project, change.number, signal))?.baseSha ?? null;
}

async function readDiff(
  change: Change,
  host: ChangeHost | null,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<ChangeHost['fetchDiff']>> | null> {
  if (host === null || change.number === null) return null;
  return host.fetchDiff({ project: change.project, number: change.number }, DIFF_LIMITS, signal);
}

/**
 * Says on the change that a verdict is on its way; a host that takes no status still gets its verdict measured. Under the lock of those that tell
 * the change, and not when another delivery has planned the run: its verdict may already stand there.
 */
async function announce(
  context: StageContext,
  change: Change,
  beside: Pick<Plan, 'beside'>,
  host: ChangeHost | null,
  lock: Lock,
): Promise<void> {
  const { connection, project, number } = change;
  if (host === null || connection === null) return;
  const pending = {
    ...{ project, sha: change.headSha, number, state: 'pending' as const, url: null },
    description: maskedText`Measuring; the verdict follows.`,
    ...(beside.beside === undefined ? {} : { beside: beside.beside }),
  };
  async function tell(known: ChangeHost): Promise<void> {
    await context.refuseWhenDone();
    await known.ensureStatus(pending, context.signal).catch(refusalOf);
  }
  if (number === null) return tell(host);
  await lock.withLock(changeLock({ connection, project, number }), context.signal, () => tell(host));
}

/** What a stranger wrote is shown to a model only where the policy says so. */
function mayReadFork({ fork }: Change, { forkRules }: LoadedPolicy['policy']): boolean {
  return !fork || forkRules.model;
}

function skipRemark({ kind, headline, of }: Skip): Remark {
  return {
    action: 'run.skipped',
    subject: of === null ? kind : `${kind} ${of}`,
    details: { headline },
  };
}

function pendingRemark({ headSha }: Change): Remark {
  return {
    action: 'status.ensured',
    subject: `commit ${headSha}`,
    details: { state: maskedText`pending` },
  };
}

/** The results that were pushed, and what the policy wants to be asked. */
function sourcesOf(sources: EffectivePolicy['sources'], service: string): PlannedSource[] {
  return [
    { part: 'results', kind: 'results', connection: 'intake', role: 'both', query: {}, required: true },
    ...sources.map((source): PlannedSource => ({
      part: `metrics-${source.name}`,
      kind: 'metrics',
      connection: source.connection,
      role: 'both',
      // What a query may name of the run itself.
      query: { service, ...source.query },
      required: source.required,
    })),
  ];
}
