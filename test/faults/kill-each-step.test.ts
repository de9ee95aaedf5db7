import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { STEPS_OF_A_RUN } from '../support/steps-of-a-run.ts';
import { artifactNames, auditReport, isIdle } from '../support/stores.ts';
import { breakLeases } from './harness/break-leases.ts';

/** One change for each moment at which the host dies, and one whose comment is made and never confirmed. */
const LOST_ANSWER = 'the answer to the comment was lost';
const AFTER_COMMENT = 'between the comment and its record';
const MOMENTS = [LOST_ANSWER, AFTER_COMMENT, ...STEPS_OF_A_RUN].map((moment, index) => ({
  moment,
  iid: index + 1,
  headSha: String(index + 1).padStart(40, 'c'),
}));

/**
 * The host dies once in each run, while the runs before it recover: as soon as the record of a step stands (its messages are being sent, or the
 * next step is at work), and between an effect outside and its record.
 */
describe('kill -9 of the host in the middle of a run', () => {
  let installation: Installation;
  const runIds = new Map<number, string>();

  beforeAll(async () => {
    installation = await startInstallation({
      lockDurationMs: 5_000,
      maxDeliveryCount: 100,
      restartOnCrash: false,
    });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 3, seed: 1 });
    for (const { iid, headSha } of MOMENTS) {
      installation.openMergeRequest({ iid, headSha });
      const results = { commit: headSha, branch: 'feature', medianMs: 40, runs: 3, seed: 100 * iid };
      await installation.pushResults(results);
    }
    for (const one of MOMENTS) await dieAt(one);
    // The locks of the dead, which would run out by themselves after half a minute.
    await breakLeases(installation);
  }, 900_000);

  afterAll(() => installation.stop());

  it.each(MOMENTS)('leaves one comment and one status when it died: $moment', async ({ iid, headSha }) => {
    await installation.waitFor(
      'the last steps',
      async () => (await recorded(iid, 'learn')) && recorded(iid, 'ticket'),
    );

    expect(installation.gitlab.notes(PROJECT, iid)).toHaveLength(1);
    expect(installation.gitlab.notes(PROJECT, iid)[0]?.body).toContain('Performance regression');
    expect(installation.gitlab.statuses(PROJECT, headSha).at(-1)).toMatchObject({ status: 'failed' });
  });

  it('has noted every step of every run once in a sound audit log', async () => {
    await installation.waitFor('an empty pipeline', () => isIdle(installation));

    const report = await auditReport(installation);

    expect(report.faults).toEqual([]);
    // For each run: 11 steps, who asked, policy, pending check, verdict, six report files; comment, status and notes on lines.
    const ofRuns = MOMENTS.length * (11 + 1 + 1 + 1 + 1 + 6 + 3);
    const results = 3 * (MOMENTS.length + 1);
    expect(report.entries).toBe(ofRuns + results);
  });

  async function dieAt({ moment, iid, headSha }: (typeof MOMENTS)[number]): Promise<void> {
    const notes = new RegExp(`/merge_requests/${iid}/notes`);
    if (moment === LOST_ANSWER) {
      installation.gitlab.misbehave({ method: 'POST', path: notes, answer: { kind: 'lose-answer' } });
    }
    if (moment === AFTER_COMMENT) {
      // The second is the verdict's status: the step waits there, after its comment and before its record.
      const answer = { kind: 'delay', ms: 3_000 } as const;
      const path = new RegExp(`/statuses/${headSha}`);
      installation.gitlab.misbehave({ method: 'POST', path, times: 2, answer });
    }
    runIds.set(iid, await installation.sendWebhook({ iid }));
    if (moment === LOST_ANSWER) return;
    if (moment === AFTER_COMMENT) {
      await installation.waitFor('the comment', () => installation.gitlab.notes(PROJECT, iid).length === 1);
      expect(await recorded(iid, 'deliver')).toBe(false);
    } else {
      await installation.waitFor(`the record of ${moment}`, () => recorded(iid, moment));
    }
    await installation.cloud.host.kill('SIGKILL');
    await installation.cloud.host.start();
  }

  async function recorded(iid: number, step: string): Promise<boolean> {
    const names = await artifactNames(installation, `runs/${runIds.get(iid) ?? ''}/${step}.json`);
    return names.length === 1;
  }
});
