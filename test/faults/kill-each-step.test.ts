import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { STEPS_OF_A_RUN } from '../support/steps-of-a-run.ts';
import { artifactNames, auditReport, isIdle } from '../support/stores.ts';

/** Killed as soon as the record of this step stands: its messages are being sent, or the next step is at work. */
const STEPS = STEPS_OF_A_RUN;

describe('kill -9 of the host in the middle of a run', () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await startInstallation({ lockDurationMs: 3_000 });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 3, seed: 1 });
  });

  afterAll(() => installation.stop());

  it.each(STEPS.map((step, index) => ({ step, iid: index + 1 })))(
    'completes with one comment when killed at $step',
    async ({ step, iid }) => {
      const headSha = String(iid).padStart(40, 'c');
      installation.openMergeRequest({ iid, headSha });
      await installation.pushResults({
        commit: headSha,
        branch: 'feature',
        medianMs: 40,
        runs: 3,
        seed: 100 * iid,
      });
      const runId = await installation.sendWebhook({ iid });

      await installation.waitFor(`the record of ${step}`, () => recorded(runId, step), 30_000);
      await installation.cloud.host.kill('SIGKILL');
      await installation.cloud.host.ready();

      await installation.waitFor(
        'the last steps',
        async () => (await recorded(runId, 'learn')) && recorded(runId, 'ticket'),
      );
      expect(installation.gitlab.notes(PROJECT, iid)).toHaveLength(1);
      expect(installation.gitlab.notes(PROJECT, iid)[0]?.body).toContain('Performance regression');
      expect(installation.gitlab.statuses(PROJECT, headSha).at(-1)).toMatchObject({ status: 'failed' });
    },
  );

  it('leaves one comment when killed between the comment and its record', async () => {
    const [iid, headSha] = [STEPS.length + 1, 'd'.repeat(40)];
    installation.openMergeRequest({ iid, headSha });
    await installation.pushResults({
      commit: headSha,
      branch: 'feature',
      medianMs: 40,
      runs: 3,
      seed: 7_000,
    });
    // The second is the verdict's status: the step waits there, after its comment and before its record.
    const answer = { kind: 'delay', ms: 3_000 } as const;
    installation.gitlab.misbehave({ method: 'POST', path: /statuses/, times: 2, answer });
    const runId = await installation.sendWebhook({ iid });

    await installation.waitFor('the comment', () => installation.gitlab.notes(PROJECT, iid).length === 1);
    expect(await recorded(runId, 'deliver')).toBe(false);
    await installation.cloud.host.kill('SIGKILL');
    await installation.cloud.host.ready();

    await installation.waitFor(
      'the last steps',
      async () => (await recorded(runId, 'learn')) && recorded(runId, 'ticket'),
    );
    expect(installation.gitlab.notes(PROJECT, iid)).toHaveLength(1);
  });

  it('leaves one comment when the answer to it is lost', async () => {
    const [iid, headSha] = [STEPS.length + 2, 'e'.repeat(40)];
    installation.openMergeRequest({ iid, headSha });
    await installation.pushResults({
      commit: headSha,
      branch: 'feature',
      medianMs: 40,
      runs: 3,
      seed: 8_000,
    });
    installation.gitlab.misbehave({ method: 'POST', path: /notes/, answer: { kind: 'lose-answer' } });

    const runId = await installation.sendWebhook({ iid });

    await installation.waitFor(
      'the last steps',
      async () => (await recorded(runId, 'learn')) && recorded(runId, 'ticket'),
    );
    expect(installation.gitlab.notes(PROJECT, iid)).toHaveLength(1);
  });

  it('has noted every step of every run once in a sound audit log', async () => {
    await installation.waitFor('an empty pipeline', () => isIdle(installation));

    const report = await auditReport(installation);

    expect(report.faults).toEqual([]);
    // For each run: 11 steps, policy, pending check, verdict, six report files; comment, status and notes on lines.
    expect(report.entries).toBe((STEPS.length + 2) * (11 + 1 + 1 + 1 + 6 + 3));
  });

  async function recorded(runId: string, step: string): Promise<boolean> {
    const names = await artifactNames(installation, `runs/${runId}/${step}.json`);
    return names.length === 1;
  }
});
