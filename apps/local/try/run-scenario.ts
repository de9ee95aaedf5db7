import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { askPatiently } from '../../../shared/platform/http-client/ask-patiently.ts';
import { bundleUnlessCurrent } from '../../../tools/build-unless-current.ts';
import { readQueues } from '../cloud/read-queues.ts';
import { type Cloud, startCloud } from '../cloud/start-cloud.ts';
import { type GitlabServer, startGitlabServer } from '../gitlab-look-alike/start-gitlab-server.ts';
import { driveLoad } from '../load/drive-load.ts';
import { prepareCloud } from '../prepare-cloud.ts';
import { claimFolder } from './claim-folder.ts';
import { SAMPLE_CHANGES } from './defect-diff.ts';
import { followRun } from './follow-run.ts';
import { keepReports } from './keep-reports.ts';
import type { TryOptions } from './options.ts';
import type { TryOutcome } from './outcome.ts';
import { pushResult } from './push-result.ts';
import { verifyAudit } from './verify-audit.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const QUEUES = new URL('../../../shared/contracts/queues.json', import.meta.url);
const PROJECT = 'shop/orders';
const SERVICE = 'orders';
const NUMBER = 1;

type Tell = (line: string) => void;

/** The whole story: cloud, load, results, webhook, verdict, comment, report, audit. Leaves its data in the folder, and no process. */
export async function runScenario(options: TryOptions, tell: Tell, signal: AbortSignal): Promise<TryOutcome> {
  const startedAt = performance.now();
  const folder = path.resolve(options.folder);
  await using opened = new AsyncDisposableStack();
  opened.defer(claimFolder(folder));

  tell('Building the app and starting the embedded cloud');
  await bundleUnlessCurrent(ROOT);
  const token = `glpat-${createHash('sha256').update(folder).digest('hex').slice(0, 20)}`;
  const gitlab = await startGitlabServer({ token });
  opened.defer(() => gitlab.stop());
  const cloud = await openCloud(folder, gitlab, token);
  opened.defer(() => cloud.stop());
  const commits = { A: commitOf('A'), B: commitOf(`B ${options.defect}`) };
  openMergeRequest(gitlab, options, commits);

  const tool = await measure(cloud, options, commits, folder, tell, signal);
  const sentAt = performance.now();
  const runId = await sendWebhook(cloud, gitlab);
  tell(`Webhook accepted: run ${runId}`);
  const run = await followRun(cloud, runId, tell, signal);
  const [note] = gitlab.notes(PROJECT, NUMBER);
  const analysisSeconds = (performance.now() - sentAt) / 1_000;
  const audit = await verifyAudit(cloud, signal);
  return {
    verdict: run.verdict,
    headline: run.headline,
    defect: options.defect,
    runId,
    comment: note?.body ?? '',
    status: gitlab.statuses(PROJECT, commits.B).at(-1)?.status ?? null,
    reports: await keepReports(cloud, runId, path.join(folder, 'report'), signal),
    auditValid: audit.valid,
    audit: { entries: audit.entries, head: audit.head, faults: audit.faults.length },
    load: { tool, runs: options.repeats * 2, secondsEach: options.seconds },
    analysisSeconds: Number(analysisSeconds.toFixed(2)),
    totalSeconds: Number(((performance.now() - startedAt) / 1_000).toFixed(1)),
    folder,
  };
}

async function openCloud(folder: string, gitlab: GitlabServer, token: string): Promise<Cloud> {
  const log = path.join(folder, 'cloud.log');
  const settings = {
    baseUrl: gitlab.url,
    tokenSecret: 'gitlab-token',
    webhook: { signingSecret: 'gitlab-signing-secret' },
  };
  const configuration = {
    schema: 'perf-agent.config.v1',
    connections: [{ id: 'gitlab', connector: 'gitlab', settings }],
  };
  const cloud = await startCloud({
    folder: path.join(folder, 'cloud'),
    appFolder: ROOT,
    queues: readQueues(QUEUES),
    env: { PERF_AGENT_CONFIG: JSON.stringify(configuration) },
    functionsHost: false,
    log: (line) => appendFileSync(log, `${line}\n`),
  });
  try {
    await prepareCloud(cloud);
    cloud.setSecret('gitlab-token', token);
    cloud.setSecret('gitlab-signing-secret', gitlab.signingSecret);
    await cloud.host.start();
    return cloud;
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

function openMergeRequest(
  gitlab: GitlabServer,
  { defect }: TryOptions,
  commits: { A: string; B: string },
): void {
  const { title, diffs } = SAMPLE_CHANGES[defect];
  gitlab.addMergeRequest({
    project: PROJECT,
    iid: NUMBER,
    title,
    sourceBranch: 'change',
    targetBranch: 'main',
    baseSha: commits.A,
    headSha: commits.B,
    diffs,
  });
}

async function measure(
  cloud: Cloud,
  options: TryOptions,
  commits: { readonly A: string; readonly B: string },
  folder: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<string> {
  tell(`Measuring versions A and B in turns, ${options.repeats} runs of ${options.seconds} s each`);
  const runs = await driveLoad({
    versions: ['A', 'B'],
    repeats: options.repeats,
    secondsEach: options.seconds,
    defect: options.defect,
    folder: path.join(folder, 'load'),
    onProgress: ({ run, of, version, line }) => tell(`  ${run}/${of} version ${version}: ${line}`),
    signal,
  });
  for (const run of runs) {
    const branch = run.version === 'A' ? 'main' : 'change';
    await pushResult(
      cloud,
      { service: SERVICE, commit: commits[run.version], branch, file: run.file },
      signal,
    );
  }
  tell(`${runs.length} results taken in`);
  return runs[0]?.tool ?? 'none';
}

async function sendWebhook(cloud: Cloud, gitlab: GitlabServer): Promise<string> {
  const { headers, body } = gitlab.signedWebhook({ project: PROJECT, iid: NUMBER, action: 'open' });
  const url = `${cloud.urls.functions}/api/webhooks/gitlab`;
  const reply = await askPatiently(() =>
    fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) }),
  );
  const answer: unknown = await reply.json();
  if (typeof answer === 'object' && answer !== null && 'runId' in answer) return String(answer.runId);
  throw new Error(`The webhook was answered with ${reply.status}: ${JSON.stringify(answer)}`);
}

/** A commit id of its own for each version. */
function commitOf(version: string): string {
  return createHash('sha1').update(`sample service ${version}`).digest('hex');
}
