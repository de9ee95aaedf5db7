import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { startPrometheusServer } from '../support/prometheus-server/start-prometheus-server.ts';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';
import { runCli } from './run-cli.ts';

const TOKEN = 'prometheus-token-1';
const DEPLOYED_AT = Date.UTC(2026, 4, 4, 9);

describe('perf-agent baseline, environments and watch on an installation', () => {
  let installation: Installation;

  beforeAll(async () => {
    const random = createRandom(17);
    const { url } = await startPrometheusServer(
      TOKEN,
      (seconds) => (seconds * 1_000 > DEPLOYED_AT ? 130 : 100) * Math.exp(0.03 * random.normal()),
    );
    const settings = { baseUrl: url, tokenSecret: 'prometheus-token' };
    installation = await startInstallation({
      connections: [{ id: 'live', connector: 'prometheus', settings }],
      secrets: { 'prometheus-token': TOKEN },
    });
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
    expect((await baseline('list')).stdout).toMatch(/^No service was judged yet; /);
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

  describe('environments compare --service', () => {
    const compare = (a: string, b: string, ...more: readonly string[]): ReturnType<typeof runCli> =>
      runCli(['environments', 'compare', a, b, '--service', 'checkout', ...more, '--cloud', cloud()]);
    const cloud = (): string => installation.cloud.folder;

    beforeAll(async () => {
      for (const [environment, cpus, medianMs] of [
        ['staging', '4', 20],
        ['production', '16', 40],
      ] as const) {
        for (let seed = 1; seed <= 6; seed += 1) {
          const about = { service: 'checkout', commit: BASE, branch: 'main', environment, 'fact.cpus': cpus };
          const reply = await installation.postResult(
            k6Lines({ medianMs, seed: seed + Number(cpus) }),
            about,
          );
          expect(reply.ok).toBe(true);
        }
      }
    });

    it('compares what the installation has of two environments, and says what they are made of', async () => {
      const { code, stdout } = await compare('staging', 'production', '--same-scale');

      expect(code).toBe(1);
      expect(stdout).toMatch(/^WORSE {2}B is worse/);
      expect(stdout).toContain('6 runs of A, 6 of B');
      expect(stdout).toMatch(/^cpus +4 +16 +not accounted for$/m);
      expect(stdout).toMatch(/^http_req_duration p95 .* worse/m);
    });

    it('leaves what scale may explain undecided, and answers JSON', async () => {
      const { code, stdout } = await compare('staging', 'production', '--json');

      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({
        a: 'staging',
        b: 'production',
        answer: 'undecided',
        runs: { reference: 6, other: 6 },
      });
    });

    it('refuses an environment without results and names those that have some', async () => {
      const { code, stderr } = await compare('staging', 'canary');

      expect(code).toBe(2);
      expect(stderr).toMatch(
        /no results of "canary" .* environments there: (staging, production|production, staging)\./,
      );
    });
  });

  describe('watch --connection', () => {
    const since = ['--since', new Date(DEPLOYED_AT).toISOString(), '--baseline', '30m', '--until', '30m'];
    const watch = (id: string): ReturnType<typeof runCli> =>
      runCli(['watch', '--connection', id, '--query', 'up', ...since, '--cloud', installation.cloud.folder]);

    it('asks a connection of the installation, with its secret, and finds the step at the deployment', async () => {
      const { code, stdout, stderr } = await watch('live');

      expect({ code, stderr: stderr.replace(/^target: .*\n/, '') }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toMatch(/^watching against 12[01] samples, in blocks of \d/);
      expect(stdout).toMatch(/^REGRESSION: \+\d.*at 2026-05-04T09:0\d/m);
    });

    it('leaves with 2 for a connection that is not there or has no metrics', async () => {
      const missing = await watch('nowhere');
      const other = await watch('gitlab');

      expect([missing.code, other.code]).toEqual([2, 2]);
      expect(missing.stderr).toContain('nowhere');
      expect(other.stderr).toContain('The connection "gitlab" has no metrics.');
    });
  });
});
