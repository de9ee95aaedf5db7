import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readQueues } from '../../apps/local/cloud/read-queues.ts';
import { type Cloud, startCloud } from '../../apps/local/cloud/start-cloud.ts';
import {
  type GitlabServer,
  startGitlabServer,
} from '../../apps/local/gitlab-look-alike/start-gitlab-server.ts';
import { prepareCloud } from '../../apps/local/prepare-cloud.ts';
import { fetchPatiently } from './fetch-patiently.ts';
import { hostFile } from './host-file.ts';
import { k6Lines } from './k6-lines.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PROJECT = 'shop/orders';
export const BASE = 'a'.repeat(40);
export const HEAD = 'b'.repeat(40);
const TOKEN = 'glpat-of-the-test-installation';

export interface Installation {
  readonly cloud: Cloud;
  readonly gitlab: GitlabServer;
  readonly log: readonly string[];
  openMergeRequest(given?: {
    readonly iid?: number;
    readonly headSha?: string;
    readonly title?: string;
  }): void;
  pushResults(given: {
    readonly commit: string;
    readonly branch: string;
    readonly medianMs: number;
    readonly runs?: number;
    readonly seed?: number;
  }): Promise<void>;
  postResult(body: string, query: Readonly<Record<string, string>>): Promise<Response>;
  sendWebhook(given?: {
    readonly iid?: number;
    readonly action?: 'open' | 'update' | 'merge';
    readonly deliveryId?: string;
  }): Promise<string>;
  api(path: string): Promise<unknown>;
  waitFor<T>(
    what: string,
    look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
    timeoutMs?: number,
  ): Promise<T>;
  stop(): Promise<void>;
}

/**
 * The built bundle on the embedded cloud, with a look-alike GitLab: everything over real HTTP, AMQP and the PostgreSQL protocol. Needs dist/, which
 * the global set-up of the integration tests builds.
 */
export async function startInstallation(
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly configuration?: Readonly<Record<string, unknown>>;
    readonly connections?: readonly unknown[];
    readonly restartOnCrash?: boolean;
    /** Folder of the built app; default: this checkout. */
    readonly appFolder?: string;
    /** Shorter than deployed, so that what a killed process held comes back soon. */
    readonly lockDurationMs?: number;
    /** More than deployed where every death is the test's: a message under which five processes died is taken for poison. */
    readonly maxDeliveryCount?: number;
    readonly secrets?: Readonly<Record<string, string>>;
  } = {},
): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-'));
  const gitlab = await startGitlabServer({ token: TOKEN });
  const log: string[] = [];
  const settings = {
    baseUrl: gitlab.url,
    tokenSecret: 'gitlab-token',
    webhook: { signingSecret: 'gitlab-signing' },
  };
  const configuration = {
    schema: 'perf-agent.config.v1',
    connections: [{ id: 'gitlab', connector: 'gitlab', settings }, ...(options.connections ?? [])],
    ...options.configuration,
  };
  const cloud = await startCloud({
    folder,
    appFolder: options.appFolder ?? ROOT,
    queues: readQueues(new URL('../../shared/contracts/queues.json', import.meta.url)).map((queue) => ({
      ...queue,
      lockDurationMs: options.lockDurationMs ?? queue.lockDurationMs,
      maxDeliveryCount: options.maxDeliveryCount ?? queue.maxDeliveryCount,
    })),
    env: { PERF_AGENT_CONFIG: JSON.stringify(configuration), ...options.env },
    functionsHost: false,
    hostFile: await hostFile(ROOT),
    // A machine that runs other tests as well takes its time over making a database.
    startTimeoutMs: 90_000,
    restartOnCrash: options.restartOnCrash ?? true,
    // Nobody measures the memory of a test's process, and each kill of a host would cost the collections anew.
    releaseMemory: false,
    log: (line) => log.push(line),
  });
  await prepareCloud(cloud);
  cloud.setSecret('gitlab-token', TOKEN);
  cloud.setSecret('gitlab-signing', gitlab.signingSecret);
  for (const [name, value] of Object.entries(options.secrets ?? {})) cloud.setSecret(name, value);
  await cloud.host.start();

  async function postResult(body: string, query: Readonly<Record<string, string>>): Promise<Response> {
    const url = `${cloud.urls.functions}/api/v1/results?${new URLSearchParams(query).toString()}`;
    const headers = { 'x-functions-key': cloud.keys.default };
    return fetchPatiently(url, { method: 'POST', headers, body });
  }

  return {
    cloud,
    gitlab,
    log,
    postResult,
    openMergeRequest({ iid = 1, headSha = HEAD, title = 'Show the items of an order' } = {}) {
      const added = '+for (const order of orders) {\n+  order.items = await query(order.id);\n+}\n';
      // Another commit is other code.
      const more = headSha === HEAD ? '' : `+// ${headSha.slice(0, 12)}\n`;
      const diff = `@@ -1,1 +1,${more === '' ? 4 : 5} @@\n const orders = await list();\n${added}${more}`;
      gitlab.addMergeRequest({
        project: PROJECT,
        iid,
        title,
        headSha,
        baseSha: BASE,
        diffs: [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff }],
      });
    },
    async pushResults({ commit, branch, medianMs, runs = 5, seed = 1 }) {
      for (let run = 0; run < runs; run += 1) {
        const reply = await postResult(k6Lines({ medianMs, seed: seed + run }), {
          service: 'orders',
          commit,
          branch,
        });
        if (!reply.ok) throw new Error(`A result was refused: ${reply.status} ${await reply.text()}`);
      }
    },
    async sendWebhook({ iid = 1, action = 'open', deliveryId } = {}) {
      const event = { project: PROJECT, iid, action, ...(deliveryId === undefined ? {} : { deliveryId }) };
      const { headers, body } = gitlab.signedWebhook(event);
      const url = `${cloud.urls.functions}/api/webhooks/gitlab`;
      const reply = await fetchPatiently(url, { method: 'POST', headers, body });
      const answer = (await reply.json()) as { readonly runId?: string };
      if (reply.status !== 202 || answer.runId === undefined) {
        throw new Error(`The webhook was answered with ${reply.status}: ${JSON.stringify(answer)}`);
      }
      return answer.runId;
    },
    async api(route) {
      const headers = { 'x-functions-key': cloud.keys.default };
      const reply = await fetchPatiently(`${cloud.urls.functions}${route}`, { headers });
      return reply.json();
    },
    async waitFor(what, look, timeoutMs = 110_000) {
      const giveUpAt = Date.now() + timeoutMs;
      for (;;) {
        const found = await look();
        if (found !== null && found !== undefined && found !== false) return found;
        if (Date.now() > giveUpAt)
          throw new Error(`Waited ${timeoutMs} ms for ${what}.\n${log.slice(-30).join('\n')}`);
        await wait(50);
      }
    },
    async stop() {
      await cloud.stop();
      await gitlab.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
