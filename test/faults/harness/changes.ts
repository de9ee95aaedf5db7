import { randomUUID } from 'node:crypto';
import { k6Lines } from '../../support/k6-lines.ts';
import type { FaultWorld } from './start-fault-world.ts';
import type { AcceptedChange } from './snapshot.ts';

export const PROJECT = 'shop/orders';
const BASE = 'a'.repeat(40);
const RUNS = 3;
const ACCEPT_WITHIN_MS = 20_000;
const DIFF =
  '@@ -1,2 +1,4 @@\n const orders = await list();\n+for (const order of orders) {\n+  order.items = await query(order.id);\n+}\n';

/** Opens merge requests, hands in what their load tests measured and sends their webhooks. */
export interface Changes {
  /** What the target branch measures. */
  measureBase(url: string): Promise<void>;
  /** The next merge request with its results, not yet announced. */
  prepare(url: string): Promise<PreparedChange>;
  /** @returns why, in words, when the webhook was not accepted; whoever gets no answer was promised nothing. */
  announce(url: string, change: PreparedChange): Promise<AcceptedChange | string>;
}

export interface PreparedChange extends Omit<AcceptedChange, 'runId'> {
  /** The webhook, signed now; a redelivery has the same id. */
  readonly webhook: () => { readonly headers: Record<string, string>; readonly body: string };
}

export function createChanges(world: FaultWorld): Changes {
  let last = 0;

  async function measure(url: string, commit: string, branch: string, medianMs: number, seed: number) {
    const query = new URLSearchParams({ service: 'orders', commit, branch });
    for (let run = 0; run < RUNS; run += 1) {
      const reply = await fetch(`${url}/api/v1/results?${query.toString()}`, {
        method: 'POST',
        headers: { 'x-functions-key': world.cloud.keys.default },
        body: k6Lines({ medianMs, seed: seed + run }),
        signal: AbortSignal.timeout(ACCEPT_WITHIN_MS),
      });
      if (!reply.ok) throw new Error(`A result was refused: ${reply.status} ${await reply.text()}`);
    }
  }

  return {
    measureBase: (url) => measure(url, BASE, 'main', 20, 1),
    async prepare(url) {
      last += 1;
      const iid = last;
      const headSha = iid.toString(16).padStart(40, 'c');
      // Every fourth change is as fast as its base: its comment, ticket and message must not appear. Every other one of these waits on a merge train.
      const expected = iid % 4 === 0 ? 'pass' : 'fail';
      const isNamed = iid % 8 === 4;
      world.gitlab.addMergeRequest({
        project: PROJECT,
        iid,
        title: `Show the items of order ${iid}`,
        headSha,
        baseSha: BASE,
        diffs: [{ old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff: DIFF }],
      });
      await measure(url, headSha, `feature-${iid}`, expected === 'pass' ? 20 : 40, iid * 100);
      const webhook = isNamed
        ? trainHook(world, iid, headSha)
        : () => world.gitlab.signedWebhook({ project: PROJECT, iid, action: 'open' });
      return { iid, headSha, expected, isNamed, webhook };
    },
    async announce(url, change) {
      const { webhook, ...announced } = change;
      const { headers, body } = webhook();
      try {
        const reply = await fetch(`${url}/api/webhooks/gitlab`, {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.timeout(ACCEPT_WITHIN_MS),
        });
        const answer = (await reply.json()) as { readonly runId?: string; readonly reading?: string };
        const runId = change.isNamed ? answer.reading : answer.runId;
        if (reply.status !== 202 || runId === undefined) return `${reply.status} ${JSON.stringify(answer)}`;
        return { ...announced, runId };
      } catch (error) {
        if (error instanceof Error) return `${error.name} ${error.message}`;
        throw error;
      }
    },
  };
}

/** The pipeline of a merge train: its webhook names it, and what it is has to be asked for. */
function trainHook(world: FaultWorld, iid: number, sha: string): PreparedChange['webhook'] {
  const ref = `refs/merge-requests/${iid}/train`;
  const pipeline = world.gitlab.addPipeline(PROJECT, { iid, sha, ref, parents: [BASE] });
  const delivery = randomUUID();
  return () => world.gitlab.signedPipeline(PROJECT, pipeline, 'pending', delivery);
}
