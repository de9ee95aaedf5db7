import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesFor, runCli } from '../cli/run-cli.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

describe('two services judged in one change', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation();
  });
  afterAll(() => installation.stop());

  async function pushPayments(commit: string, branch: string, medianMs: number, seed: number): Promise<void> {
    const runs = [0, 1, 2, 3, 4].map(
      (run) => [`${run}.ndjson`, k6Lines({ medianMs, seed: seed + run })] as const,
    );
    using files = filesFor(Object.fromEntries(runs));
    const paths = runs.map(([name]) => files.at(name));
    const about = ['--service', 'payments', '--commit', commit, '--branch', branch];
    const pushed = await runCli([
      'results',
      'push',
      ...paths,
      ...about,
      '--cloud',
      installation.cloud.folder,
    ]);
    expect([pushed.code, pushed.stderr.replace(/^target: .*\n/, '')]).toEqual([0, '']);
  }

  it('have a comment and a check each: the later verdict leaves the earlier as it is', async () => {
    const { gitlab, cloud } = installation;
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
    await pushPayments(BASE, 'main', 30, 201);
    await pushPayments(HEAD, 'feature', 60, 301);
    installation.openMergeRequest();
    await installation.sendWebhook();
    await installation.waitFor('the verdict on orders', () => gitlab.notes(PROJECT, 1).length === 1);
    const asked = ['--connection', 'gitlab', '--number', '1', '--service', 'payments'];

    const { code } = await runCli(['analyze', PROJECT, ...asked, '--cloud', cloud.folder]);

    const bodies = gitlab.notes(PROJECT, 1).map(({ body }) => body);
    expect(code).toBe(1);
    expect(bodies).toHaveLength(2);
    expect(bodies.map((body) => body.includes('service `payments`'))).toEqual([false, true]);
    for (const body of bodies) expect(body).toContain('Performance regression');
    const last = new Map(gitlab.statuses(PROJECT, HEAD).map(({ name, status }) => [name, status]));
    expect(Object.fromEntries(last)).toEqual({ 'perf-agent': 'failed', 'perf-agent/payments': 'failed' });
  });
});
