import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';
import { runCli } from './run-cli.ts';

describe('perf-agent baseline', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
  });

  afterAll(() => installation.stop());

  function baseline(...args: readonly string[]): ReturnType<typeof runCli> {
    return runCli(['baseline', ...args, '--cloud', installation.cloud.folder]);
  }

  it('shows the newest measured commit and its results while nothing was merged', async () => {
    const { code, stdout } = await baseline('show', 'orders', '--json');

    const shown = JSON.parse(stdout) as { results: readonly unknown[] };
    expect(code).toBe(0);
    expect(shown).toMatchObject({ service: 'orders', branch: 'main', commit: BASE, source: 'newest' });
    expect(shown.results).toHaveLength(5);
  });

  it('leaves with 3 for a service or branch without any', async () => {
    const service = await baseline('show', 'nobody');
    const branch = await baseline('show', 'orders', '--branch', 'release');

    expect([service.code, branch.code]).toEqual([3, 3]);
    expect(service.stdout).toContain('nobody has no baseline on main');
  });

  it('shows the commit of the newest merge, and lists the services that have runs', async () => {
    expect((await baseline('list')).stdout).toBe('No service was judged yet.\n');
    installation.openMergeRequest();
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 20, seed: 101 });
    await installation.sendWebhook();
    const first = await installation.waitFor('a run of the service', async () => {
      const { stdout } = await baseline('list');
      return stdout.includes('orders') ? stdout : null;
    });
    expect(first).toMatch(new RegExp(`^orders +main +${BASE.slice(0, 12)} +newest$`, 'm'));
    await installation.sendWebhook({ action: 'merge' });

    const shown = await installation.waitFor('the baseline to move', async () => {
      const { stdout } = await baseline('show', 'orders');
      return stdout.includes('since the merge of') ? stdout : null;
    });

    expect(shown).toContain(HEAD);
    const { code, stdout } = await baseline('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^orders +main +${HEAD.slice(0, 12)} +merged \\d{4}-`, 'm'));
  });

  it('pins a measured commit, holds it against what was merged, and lets go', async () => {
    const other = await baseline('pin', 'orders', 'c'.repeat(40));
    const odd = await baseline('pin', 'orders', 'HEAD');
    expect([other.code, odd.code]).toEqual([2, 2]);
    expect(other.stderr).toContain('BASELINE_MISSING');

    const pinned = await baseline('pin', 'orders', BASE, '--reason', 'release 4', '--by', 'anna', '--json');
    expect(pinned.code).toBe(0);
    const said = JSON.parse(pinned.stdout) as { readonly auditKey: string };
    expect(said).toMatchObject({ changed: true, commit: BASE, cause: 'pinned by anna: release 4' });
    expect((await baseline('pin', 'orders', BASE)).stdout).toContain('already');
    expect((await baseline('show', 'orders')).stdout).toMatch(
      new RegExp(`^orders on main: ${BASE}, since .*, pinned by anna: release 4; no merge moves it$`, 'm'),
    );
    expect((await baseline('list')).stdout).toMatch(
      new RegExp(`^orders +main +${BASE.slice(0, 12)} +pinned \\d{4}-`, 'm'),
    );
    const audit = await runCli(['audit', 'export', '--cloud', installation.cloud.folder]);
    expect(audit.stdout).toContain(`"action":"baseline.pinned"`);
    expect(audit.stdout).toContain(said.auditKey);
    expect((await runCli(['audit', 'verify', '--cloud', installation.cloud.folder])).code).toBe(0);
    // A pin is an artifact: an index made again has it.
    expect((await runCli(['rebuild', '--cloud', installation.cloud.folder])).code).toBe(0);
    expect((await baseline('show', 'orders', '--json')).stdout).toContain('"source":"pin"');

    const gone = await baseline('unpin', 'orders');
    expect(gone.code).toBe(0);
    expect((await baseline('unpin', 'orders')).stdout).toBe('orders on main is not pinned.\n');
    expect((await baseline('show', 'orders', '--json')).stdout).toContain('"source":"merge"');
  });

  it('explains pin and unpin', async () => {
    const { code, stdout } = await runCli(['baseline', 'pin', '--help']);

    expect(code).toBe(0);
    expect(stdout).toContain('whatever is merged');
    expect((await runCli(['baseline', 'unpin', '--help'])).stdout).toContain('--reason');
  });
});
