import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecretStore } from '../../apps/local/key-vault/secret-store.ts';
import { runCli } from '../cli/run-cli.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

describe('a run that fails', () => {
  let installation: Installation;
  let runId: string;

  beforeAll(async () => {
    installation = await startInstallation();
    installation.openMergeRequest();
    installation.gitlab.addFile(
      PROJECT,
      'main',
      '.perfbudget.yml',
      'schema: perf-agent.perfbudget.v1\nbudgets: 7\n',
    );
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 3 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 20, runs: 3, seed: 50 });
    runId = await installation.sendWebhook();
    await installation.waitFor('a comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
  });

  afterAll(() => installation.stop());

  it('says so on the merge request, with step, file, line and cure', () => {
    const body = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';

    expect(body).toContain('No performance verdict');
    expect(body).toContain('step "plan"');
    expect(body).toContain('.perfbudget.yml:2:10');
    expect(body).toContain(runId);
  });

  it('is listed among the dead letters, by the command line, with code and reason', async () => {
    const listed = await cli('dead-letters', 'list', '--json');

    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      {
        queue: 'plan',
        kind: 'rejected',
        runId,
        code: 'POLICY_INVALID',
      },
    ]);
  });

  it('is shown as failed by the command line, with exit code 1', async () => {
    const shown = await cli('status', runId, '--json');

    expect(shown.code).toBe(1);
    expect(JSON.parse(shown.stdout)).toMatchObject({ run: { status: 'failed', step: 'failed' } });
  });

  it('completes after the cause is mended and its message is replayed', async () => {
    installation.gitlab.addFile(
      PROJECT,
      'main',
      '.perfbudget.yml',
      'schema: perf-agent.perfbudget.v1\nbudgets: []\n',
    );

    const replayed = await cli('dead-letters', 'replay', '--run', runId, '--json');

    expect(JSON.parse(replayed.stdout)).toHaveLength(1);
    await installation.waitFor(
      'the verdict',
      () => installation.gitlab.notes(PROJECT, 1)[0]?.body.includes('No performance verdict') === false,
    );
    expect(installation.gitlab.notes(PROJECT, 1)).toHaveLength(1);
    const after = await installation.waitFor('the end of the run', async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
        run: { status: string; verdict: string };
      };
      return view.run.status === 'done' ? view : null;
    });
    expect(['pass', 'undecided']).toContain(after.run.verdict);
  });

  it('leaves an audit log that the command line verifies, from the store and from an export', async () => {
    const verified = await cli('audit', 'verify', '--json');
    const exported = await cli('audit', 'export');

    expect(verified.code).toBe(0);
    const report = JSON.parse(verified.stdout) as { valid: boolean; entries: number };
    expect(report.valid).toBe(true);
    expect(exported.stdout.trim().split('\n')).toHaveLength(report.entries);
    expect(exported.stdout).toContain('"action":"run.failed"');
  });

  it('hands its audit log over to a new key, and who knows the old one verifies an export', async () => {
    const { folder, setSecret } = installation.cloud;
    const before = (await cli('audit', 'key')).stdout.trim();
    const held = openSecretStore(path.join(folder, 'key-vault')).read('audit-signing-key')?.value ?? '';
    setSecret('audit-signing-key', `${randomBytes(32).toString('base64url')}\n${held}`);

    const signed = await cli('audit', 'checkpoint');
    const after = await cli('audit', 'key', '--all', '--json');
    await cli('audit', 'export', '--out', path.join(folder, 'exported'));
    const verified = await cli(
      ...['audit', 'verify', '--export', path.join(folder, 'exported'), '--public-key', before, '--json'],
    );

    expect([signed.code, verified.code]).toEqual([0, 0]);
    expect(JSON.parse(after.stdout)).toEqual({
      key: expect.not.stringContaining(before) as unknown,
      former: [before],
    });
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: true, uncovered: 0 });
    expect((await cli('audit', 'show', '--action', 'audit-key.rotated')).code).toBe(0);
  });

  it('finds the same runs after the index was made again from the artifacts', async () => {
    const before = JSON.parse((await cli('runs', '--json')).stdout) as unknown;

    const rebuilt = await cli('rebuild', '--json');

    expect(rebuilt.code).toBe(0);
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ runs: 1, results: 6, unreadable: [] });
    expect(JSON.parse((await cli('runs', '--json')).stdout)).toEqual(before);
  });

  function cli(...args: readonly string[]): ReturnType<typeof runCli> {
    return runCli([...args, '--cloud', installation.cloud.folder]);
  }
});
