import { Acknowledgement } from '../../shared/contracts/acknowledgement.ts';
import type {
  ApprovalRow,
  BaselineRow,
  HistoryPoint,
  PinRow,
  ResultRow,
  RunIndex,
  RunPatch,
} from '../../shared/ports/run-index.ts';

const NOW = new Date('2026-11-21T12:00:30Z');

const OF_VICTIM = { tenant: 'victim', service: 'shop', branch: 'main', commit: 'c'.repeat(40) } as const;
const RESULT: ResultRow = { ...OF_VICTIM, environment: 'ci', ref: 'results/victim/shop/c/1.json', at: NOW };
const POINT: HistoryPoint = {
  tenant: 'victim',
  service: 'shop',
  environment: 'ci',
  series: 'latency p95',
  commit: OF_VICTIM.commit,
  resultRef: RESULT.ref,
  at: NOW,
  value: 12,
  withinVariance: null,
  count: null,
  events: null,
};
const BASELINE: BaselineRow = { ...OF_VICTIM, movedAt: NOW, runId: null };
const PIN: PinRow = { ...OF_VICTIM, at: NOW, cause: 'by hand' };
const WORD = Acknowledgement.parse({
  schema: 'perf-agent.acknowledgement.v1',
  tenant: 'victim',
  service: 'shop',
  branch: 'main',
  change: null,
  metric: 'http_req_duration',
  statistic: 'p95',
  upTo: 0.2,
  until: '2026-12-31T23:59:59.999Z',
  owner: 'team',
  by: 'ada',
  reason: 'known',
  at: NOW.toISOString(),
  via: 'api',
});
const APPROVAL: Omit<ApprovalRow, 'runId'> = {
  tenant: 'victim',
  connection: 'git',
  project: 'shop/orders',
  number: '7',
  headSha: OF_VICTIM.commit,
  rule: 'risky',
  status: 'waiting',
  sequence: 1,
  askedAt: NOW,
  expiresAt: NOW,
};

const PLANNED: Omit<RunPatch, 'runId'> = {
  tenant: 'victim',
  at: NOW,
  step: 'plan',
  rank: 1,
  service: 'shop',
  connection: 'git',
  request: { project: 'shop/orders', change: '7', headSha: OF_VICTIM.commit, title: 'theirs', url: null },
  code: { baseSha: null, tree: null, patch: null, grounds: null, skip: null },
};

/** A row of the tenant "victim" in every table that the index keeps. */
export async function putRowsOfVictim(index: RunIndex, runId: string, signal: AbortSignal): Promise<void> {
  await index.putRun({ ...PLANNED, runId }, signal);
  await index.putResult(RESULT, signal);
  await index.putHistory([POINT], signal);
  await index.putBaseline(BASELINE, signal);
  await index.putPin(PIN, signal);
  await index.putAcknowledgement(WORD, signal);
  await index.putApproval({ ...APPROVAL, runId }, signal);
}

/** Every question that the index answers, by the names of the victim's own rows. */
export function questionsTo(
  index: RunIndex,
  runId: string,
  signal: AbortSignal,
): readonly ((tenant: string) => Promise<unknown>)[] {
  const { service, branch, commit } = OF_VICTIM;
  const change = { connection: 'git', project: 'shop/orders', change: '7' };
  const limit = 10;
  return [
    (tenant) => index.getRun(tenant, runId, signal),
    (tenant) => index.listRuns({ tenant, limit }, signal),
    (tenant) => index.listChangeRuns({ tenant, ...change, since: new Date(0), limit }, signal),
    (tenant) => index.listResults({ tenant, service, commit, limit }, signal),
    (tenant) => index.newestMeasuredCommit({ tenant, service, branch, exceptCommit: 'd' }, signal),
    (tenant) => index.listBranchCommits({ tenant, service, branch, limit }, signal),
    (tenant) => index.listHistory({ tenant, service, environment: 'ci', exceptCommits: [], limit }, signal),
    (tenant) => index.getBaseline(tenant, service, branch, signal),
    (tenant) => index.getPin(tenant, service, branch, signal),
    (tenant) => index.listAcknowledgements({ tenant, limit }, signal),
    (tenant) => index.listApprovals({ tenant, limit }, signal),
  ];
}
