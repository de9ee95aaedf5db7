import { setTimeout as wait } from 'node:timers/promises';
import type { RouteName } from '../../../shared/access/route-access.ts';
import { acknowledge, listAcknowledgements } from '../../../shared/doors/acknowledge.ts';
import { decideOnApprovalPage, showApprovalPage } from '../../../shared/doors/approval-page.ts';
import { listApprovals, sayOnApproval, showApproval } from '../../../shared/doors/approvals.ts';
import type { Door, DoorReply } from '../../../shared/doors/door.ts';
import { guardDoor } from '../../../shared/doors/guard-door.ts';
import { readReport } from '../../../shared/doors/read-report.ts';
import { listRuns, readRun } from '../../../shared/doors/read-runs.ts';
import { readSlos } from '../../../shared/doors/read-slos.ts';
import { receiveLogs } from '../../../shared/doors/receive-logs.ts';
import { receiveResults } from '../../../shared/doors/receive-results.ts';
import { requestAnalysis } from '../../../shared/doors/request-analysis.ts';
import { PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { createLogMining } from '../../../shared/platform/log-workers/create-log-mining.ts';
import { createReportLinks } from '../../../shared/platform/system/create-report-links.ts';
import { doorRequest } from '../../support/door-request.ts';
import { approvalDoorPorts, waitingApproval } from '../../support/waiting-approval.ts';
import { headedDocument, readHeaded } from './headed.ts';
import type { Target } from './target.ts';

const INSTALLATION_KEY = 'installation-key-of-the-fuzzer';
const EXPIRES = new Date('2026-05-05T10:00:00.000Z');
const SHA = 'b'.repeat(40);
const JSON_TYPE = { 'content-type': 'application/json' };
/** Memory stores only grow: after so many documents they begin anew. */
const DOCUMENTS_FOR_EACH_STORE = 500;

type World = Awaited<ReturnType<typeof newWorld>>;

async function newWorld() {
  const pipeline = await waitingApproval();
  const links = createReportLinks('https://perf.example', 'key of the fuzzer');
  const nobody = async (): Promise<null> => null;
  const keys = { create: async () => undefined, list: async () => [], end: nobody, use: nobody };
  const access = { keys, tokens: { verify: nobody }, installationKey: async () => INSTALLATION_KEY };
  const logs = createLogMining((key) => ({ runKey: key }));
  const ports = { ...approvalDoorPorts(pipeline), links, access, logs, pause: (ms: number) => wait(ms) };
  const page = (scope: 'page' | 'decide'): URL => {
    const claim =
      scope === 'page' ? { kind: scope } : { kind: scope, person: 'anna', decision: 'approve' as const };
    return new URL(ports.approvalLinks.url({ runId: pipeline.runId, scope: claim, nonce: 'n' }, EXPIRES));
  };
  return { ports, runId: pipeline.runId, page };
}

/** Every HTTP door behind its guard, asked by somebody who may do all: what it lets in is as hostile as it can be. */
export async function doorTargets(): Promise<readonly Target[]> {
  const world = await newWorld();
  const { runId, page } = world;
  const params = { runid: runId };
  const forms = [`decision=approve&by=anna&code=x&form=1.AAAA&reason=fine`, 'decision=reject&form='];
  const word = { word: 'approve', by: 'anna', code: 'code-of-anna-0123456789', reason: 'fine', via: 'api' };
  const acknowledgement = {
    service: 'orders',
    metric: 'http_req_*',
    statistic: 'p95',
    upTo: 0.3,
    until: '2026-06-01',
    owner: 'team',
    by: 'ada',
    reason: 'known since spring',
    change: { project: 'shop/orders', number: '7' },
  };
  const results = `?service=orders&commit=${SHA}&branch=main&environment=ci&build=success&fact.cpu=4`;
  return [
    target(world, 'list-runs', ({ ports }) => listRuns(ports), [
      headedDocument({ query: '?service=orders&limit=10&before=2026-05-04T10:00:00Z' }),
    ]),
    target(world, 'read-run', ({ ports }) => readRun(ports), [headedDocument({ params })]),
    target(world, 'read-report', ({ ports }) => readReport(ports), [
      headedDocument({
        params: { ...params, file: 'report.html' },
        query: '?expires=1800000000&signature=AAAA',
      }),
    ]),
    target(world, 'show-approval-page', ({ ports }) => showApprovalPage(ports), [
      headedDocument({ params, query: page('page').search }),
      headedDocument({ params, query: page('decide').search }),
    ]),
    target(world, 'decide-on-approval-page', ({ ports }) => decideOnApprovalPage(ports), [
      ...forms.map((form) =>
        headedDocument(
          {
            params,
            query: page('decide').search,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          },
          form,
        ),
      ),
    ]),
    target(world, 'list-approvals', ({ ports }) => listApprovals(ports), [
      headedDocument({ query: '?status=waiting&limit=5' }),
    ]),
    target(world, 'show-approval', ({ ports }) => showApproval(ports), [headedDocument({ params })]),
    target(world, 'say-on-approval', ({ ports }) => sayOnApproval(ports), [
      headedDocument({ params, headers: JSON_TYPE }, JSON.stringify(word)),
    ]),
    target(world, 'acknowledge', ({ ports }) => acknowledge(ports), [
      headedDocument({ headers: JSON_TYPE }, JSON.stringify(acknowledgement)),
    ]),
    target(world, 'list-acknowledgements', ({ ports }) => listAcknowledgements(ports), [
      headedDocument({ query: '?service=orders&branch=main' }),
    ]),
    target(world, 'read-slos', ({ ports }) => readSlos(ports), [
      headedDocument({ query: '?service=orders' }),
    ]),
    target(world, 'request-analysis', ({ ports }) => requestAnalysis(ports), [
      headedDocument(
        { headers: JSON_TYPE },
        JSON.stringify({
          project: 'shop/orders',
          headSha: SHA,
          baseSha: SHA,
          service: 'orders',
          rerun: 1,
          via: 'api',
        }),
      ),
      headedDocument(
        { headers: JSON_TYPE },
        JSON.stringify({ connection: 'git', project: 'shop/orders', number: '7', targetBranch: 'main' }),
      ),
    ]),
    target(world, 'receive-results', ({ ports }) => receiveResults(ports), [
      headedDocument(
        { query: results, headers: { 'content-type': 'text/csv' } },
        'timeStamp,elapsed,label,responseCode,success\n1700000000000,12,a,200,true\n',
      ),
    ]),
    target(world, 'receive-logs', ({ ports }) => receiveLogs(ports), [
      headedDocument(
        { query: `?service=orders&commit=${SHA}&durationSeconds=60` },
        'INFO a 1\nINFO a 2\nERROR b\n',
      ),
    ]),
  ];
}

function target(
  first: World,
  route: RouteName,
  open: (world: World) => Door,
  seeds: readonly string[],
): Target {
  let world = first;
  let documents = 0;
  return {
    name: `door ${route}`,
    seeds,
    async read(bytes) {
      if (++documents % DOCUMENTS_FOR_EACH_STORE === 0) world = await newWorld();
      const { headers, params, query, body } = readHeaded(bytes);
      const { runid = '', ...others } = params;
      const url = new URL(`https://perf.example/${route}`);
      url.search = query;
      const request = doorRequest({
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, 'x-functions-key': INSTALLATION_KEY },
        params: { ...others, runId: runid },
        body,
      });
      check(await answered(() => guardDoor(route, world.ports, () => open(world), request)));
    },
  };
}

/** A refusal that the edge would answer with 500 is a fault: what strangers send is never our failure. */
async function answered(work: () => Promise<DoorReply>): Promise<DoorReply | null> {
  try {
    return await work();
  } catch (error) {
    const isTheirs =
      PipelineError.is(error) && (error.code.startsWith('INPUT_') || error.disposition !== 'dead-letter');
    if (isTheirs) return null;
    throw new TypeError(`answered 500: ${String(error)}`, { cause: error });
  }
}

function check(reply: DoorReply | null): void {
  if (reply === null) return;
  if (reply.status < 200 || reply.status >= 500) throw new TypeError(`answered ${reply.status}`);
  const type = reply.headers?.['content-type'] ?? '';
  if (/json$/.test(type) && typeof reply.body === 'string') JSON.parse(reply.body);
}
