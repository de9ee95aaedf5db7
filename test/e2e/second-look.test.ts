import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { k6Lines } from '../support/k6-lines.ts';
import { BASE, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const HEAD = 'd1'.repeat(20);
const BASE_MS = 20;
/** Three runs that differ too much for an answer, and three more that make it clear. */
const FIRST_MS = [24, 33, 27];
const FURTHER_MS = [29, 30, 28];

const POLICY = `
schema: perf-agent.policy.v1
id: second-looks
collect: { pollSeconds: 1, reanalyse: { max: 2, quietSeconds: 2 } }
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.1, onRegression: fail }
`;

describe('runs that arrive after the verdict', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let installation: Installation;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    installation = await startInstallation({ configuration: { policy } });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: BASE_MS, runs: 5 });
  });

  afterAll(async () => {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function measure(mediansMs: readonly number[], firstSeed: number): Promise<void> {
    for (const [run, medianMs] of mediansMs.entries()) {
      const body = k6Lines({ medianMs, seed: firstSeed + run });
      const query = { service: 'orders', commit: HEAD, branch: 'feature', environment: 'default' };
      expect((await installation.postResult(body, query)).status).toBe(201);
    }
  }

  const comments = (): readonly string[] => installation.gitlab.notes(PROJECT, 1).map(({ body }) => body);
  const runs = async (): Promise<readonly { readonly headSha: string }[]> => {
    const found = (await installation.api('/api/v1/runs?service=orders')) as { readonly runs: Run[] };
    return found.runs.filter(({ headSha }) => headSha === HEAD);
  };

  it('settle what three runs left open, by themselves, in the one comment', async () => {
    await measure(FIRST_MS, 50);
    installation.openMergeRequest({ headSha: HEAD });
    await installation.sendWebhook();
    await installation.waitFor('the first verdict', () =>
      comments().some((body) => body.includes('Undecided')) ? true : null,
    );

    await measure(FURTHER_MS, 60);
    await installation.waitFor('the second verdict', () =>
      comments().some((body) => body.includes('Performance regression')) ? true : null,
    );

    expect(comments()).toHaveLength(1);
    expect(await runs()).toHaveLength(2);
  });

  it('end with the looks that the policy gives a commit', async () => {
    await measure([29], 70);
    await installation.waitFor('the last look', async () => ((await runs()).length === 3 ? true : null));
    await measure([29], 71);
    // Longer than the runs are waited for: another look would be there by then.
    await new Promise((resolve) => setTimeout(resolve, 6_000));

    expect(await runs()).toHaveLength(3);
    expect(comments()).toHaveLength(1);
  });
});

interface Run {
  readonly headSha: string;
}
