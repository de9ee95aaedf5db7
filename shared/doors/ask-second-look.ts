import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Collected } from '../contracts/collected.ts';
import { RunId } from '../contracts/envelope.ts';
import type { Measurement } from '../contracts/measurement.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { runIdOf } from '../pipeline/run-id.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageSender, OutgoingMessage } from '../ports/message-sender.ts';
import type { RunIndex, RunRow } from '../ports/run-index.ts';
import { recordedOutput } from '../stages/recorded-output.ts';

export interface LookPorts {
  readonly tenant: string;
  readonly artifacts: ArtifactStore;
  readonly index: RunIndex;
  readonly sender: MessageSender;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly clock: Clock;
}

/** How far back runs of the commit are looked for, and for how many changes a result may ask. */
const MOST_RUNS = 500;
const MOST_CHANGES = 5;

/**
 * A result that came after the runs of its commit were collected: asks for one verdict more on each change that the commit is the head
 * of. The request is scheduled, so that runs that follow are judged with it, and its id follows from run and look, so that they ask for
 * no other. Nothing is asked when the collection still goes on, the result is in the verdict, the commit is merged or measured for its
 * target branch, or the policy's `collect.reanalyse` or `loopGuard.perCommit` is spent.
 */
export async function askSecondLook(
  ports: LookPorts,
  { service, commit, branch }: Pick<Measurement, 'service' | 'commit' | 'branch'>,
  ref: string,
  { traceparent, signal }: { readonly traceparent: string | null; readonly signal: AbortSignal },
): Promise<void> {
  const { tenant, artifacts, index, clock } = ports;
  const loaded = await ports.policy();
  const { collect } = effectivePolicy(loaded, null, { service, files: null }).judging;
  const { loopGuard } = loaded.policy;
  const most = Math.min(collect.reanalyse.max, loopGuard.perCommit - 1);
  if (most < 1) return;
  const rows = await index.listRuns({ tenant, service, limit: MOST_RUNS }, signal);
  const messages: OutgoingMessage[] = [];
  for (const row of newestOfChanges(rows, commit)) {
    const runId = RunId.parse(row.runId);
    const at = { artifacts, signal };
    const [last, collected] = await Promise.all([
      recordedOutput({ runId, step: 'receive' }, AnalysisRequested, at),
      recordedOutput({ runId, step: 'collect', part: 'results' }, Collected, at),
    ]);
    if (last === null || last.intent !== 'judge' || last.rerun >= most) continue;
    // Not collected yet: the run will see it by itself.
    if (collected === null || collected.payloads.some((payload) => payload.ref === ref)) continue;
    const target = last.change.targetBranch ?? 'main';
    if (branch === target) continue;
    if ((await index.getBaseline(tenant, service, target, signal))?.commit === commit) continue;
    messages.push(messageOf(last, clock.now(), collect.reanalyse.quietSeconds, traceparent));
  }
  if (messages.length > 0) await ports.sender.send(messages, signal);
}

/** The newest run on the commit of each change; rows come newest first. */
function newestOfChanges(rows: readonly RunRow[], commit: string): readonly RunRow[] {
  const ofCommit = rows.filter(({ headSha }) => headSha === commit);
  const byChange = Map.groupBy(ofCommit, ({ project, change }) => JSON.stringify([project, change]));
  return [...byChange.values()].slice(0, MOST_CHANGES).flatMap(([newest]) => newest ?? []);
}

function messageOf(
  last: AnalysisRequested,
  now: Date,
  quietSeconds: number,
  traceparent: string | null,
): OutgoingMessage {
  const request: AnalysisRequested = {
    ...last,
    rerun: last.rerun + 1,
    trigger: { kind: 'results', event: maskedText`further runs`, deliveryId: null, at: now.toISOString() },
  };
  const runId = runIdOf({ ...request, variant: last.change.fork ? 'approved' : null });
  const run = { runId, tenant: last.tenant };
  const message = messageWithData('requests', `${runId}:requests`, run, request, now, traceparent);
  return { ...message, notBefore: new Date(now.getTime() + quietSeconds * 1_000) };
}
