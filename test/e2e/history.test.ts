import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/contracts/finding.ts';
import { runCli } from '../cli/run-cli.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { BASE, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const SLOW_SINCE = 'e5'.repeat(20);
const SLOW_HEAD = 'f1'.repeat(20);
const PINNED_HEAD = 'f2'.repeat(20);
const STAGING_HEAD = 'f3'.repeat(20);
const FAST_MS = 20;
const SLOW_MS = 40;

const POLICY = `
schema: perf-agent.policy.v1
id: with-gates
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.1, onRegression: fail }
gates:
  - { id: rolling, metric: http_req_duration, statistic: p95, direction: lower-is-better, window: 5, allowed: { relative: 0.5 }, onBreach: fail }
`;

describe('a change in the light of what was measured before it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
  let installation: Installation;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    installation = await startInstallation({ configuration: { policy } });
    // Eight fast commits, the last of them BASE; then the branch gets slow and stays so for six.
    const commits = [
      ...Array.from({ length: 7 }, (_, number) => [`a${number}`.repeat(20), FAST_MS] as const),
      [BASE, FAST_MS] as const,
      [SLOW_SINCE, SLOW_MS] as const,
      ...Array.from({ length: 5 }, (_, number) => [`b${number}`.repeat(20), SLOW_MS] as const),
    ];
    for (const [number, [commit, medianMs]] of commits.entries()) {
      await installation.pushResults({ commit, branch: 'main', medianMs, runs: 3, seed: 1 + number * 10 });
    }
  });

  afterAll(async () => {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function judge(iid: number, headSha: string): Promise<{ verdict: string; analysis: Analysis }> {
    installation.openMergeRequest({ iid, headSha });
    const runId = await installation.sendWebhook({ iid });
    const view = await installation.waitFor('the comment', async () => {
      const found = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly run: { readonly verdict: string };
        readonly steps?: readonly { readonly step: string; readonly output: Analysis }[];
      };
      return found.steps?.some(({ step }) => step === 'deliver') === true ? found : null;
    });
    const analysis = view.steps?.find(({ step }) => step === 'analyse')?.output;
    if (analysis === undefined) throw new Error('The run has no analysis.');
    return { verdict: view.run.verdict, analysis };
  }

  const commentOf = (iid: number): string => installation.gitlab.notes(PROJECT, iid)[0]?.body ?? '';

  it('does not blame a step on the change that came after it', async () => {
    await installation.pushResults({ commit: SLOW_HEAD, branch: 'slow', medianMs: SLOW_MS, seed: 201 });

    const { verdict, analysis } = await judge(1, SLOW_HEAD);

    expect(analysis.baselineCommit).toBe(BASE);
    const worse = analysis.findings.filter(({ answer }) => answer === 'regression');
    expect(worse.length).toBeGreaterThan(0);
    expect(worse.map(({ before }) => [before?.change.kind, before?.change.commit])).toEqual(
      worse.map(() => ['step', SLOW_SINCE]),
    );
    expect(verdict).toBe('warn');
    expect(commentOf(1)).toContain('No performance regression by this change');
    expect(commentOf(1)).toContain(SLOW_SINCE.slice(0, 12));
    expect(analysis.budgets).toMatchObject([
      { result: 'kept', source: 'gate rolling', rolling: { values: 5 } },
    ]);
  });

  it('compares with the pinned baseline, and says who pinned it', async () => {
    const pinned = 'a3'.repeat(20);
    const cloud = ['--cloud', installation.cloud.folder];
    expect((await runCli(['baseline', 'pin', 'orders', pinned, '--by', 'anna', ...cloud])).code).toBe(0);
    await installation.pushResults({ commit: PINNED_HEAD, branch: 'pinned', medianMs: FAST_MS, seed: 301 });

    const { verdict, analysis } = await judge(2, PINNED_HEAD);

    expect(analysis.baselineCommit).toBe(pinned);
    expect(verdict).toBe('pass');
    expect(analysis.notes.join('\n')).toContain('pinned by anna');
    await runCli(['baseline', 'unpin', 'orders', ...cloud]);
  });

  it('says that the change was measured elsewhere, and does not fail it for that', async () => {
    for (let run = 0; run < 5; run += 1) {
      const body = k6Lines({ medianMs: SLOW_MS * 2, seed: 401 + run });
      const query = { service: 'orders', commit: STAGING_HEAD, branch: 'elsewhere', environment: 'staging' };
      expect((await installation.postResult(body, { ...query, 'fact.cpu': '1 core' })).ok).toBe(true);
    }

    const { verdict, analysis } = await judge(3, STAGING_HEAD);

    expect(analysis.environments.differences).toEqual([
      'cpu differs: baseline (not said), candidate 1 core',
      'environment differs: baseline default, candidate staging',
    ]);
    expect(analysis.findings.some(({ answer }) => answer === 'regression')).toBe(true);
    expect(verdict).toBe('warn');
    expect(commentOf(3)).toContain('**Measured in different environments:**');
    expect(commentOf(3)).toContain('Performance regression in a different environment');
  });

  it('spends an error rate of its own on a second look at the same commit', async () => {
    const body = JSON.stringify({ connection: 'gitlab', project: PROJECT, number: '1', rerun: 1 });
    const headers = {
      'x-functions-key': installation.cloud.keys.default,
      'content-type': 'application/json',
    };
    const url = `${installation.cloud.urls.functions}/api/v1/runs`;
    const reply = await fetch(url, { method: 'POST', headers, body });
    const { runId } = (await reply.json()) as { readonly runId: string };

    const analysis = await installation.waitFor('the second analysis', async () => {
      const found = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly steps?: readonly { readonly step: string; readonly output: Analysis }[];
      };
      return found.steps?.find(({ step }) => step === 'analyse')?.output;
    });

    expect(analysis.errorRates?.look).toBe(2);
    expect(analysis.errorRates?.alpha).toBeCloseTo(0.0042 * 0.61, 4);
  });
});
