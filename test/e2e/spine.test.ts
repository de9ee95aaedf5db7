import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STEPS_OF_A_RUN } from '../support/steps-of-a-run.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

interface RunView {
  readonly run: { readonly status: string; readonly verdict: string; readonly step: string };
  readonly steps: readonly {
    readonly step: string;
    readonly part: string | null;
    readonly output: unknown;
  }[];
}

describe('from webhook to verdict, on the built bundle', () => {
  let installation: Installation;
  let runId: string;

  beforeAll(async () => {
    installation = await startInstallation();
    installation.openMergeRequest();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
    runId = await installation.sendWebhook({ deliveryId: 'first-delivery' });
    await installation.waitFor('the last steps', async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as RunView | { readonly status: number };
      // A run is known a moment after its webhook was accepted.
      const steps = new Set('steps' in view ? view.steps.map(({ step }) => step) : []);
      return steps.has('ticket') && steps.has('learn');
    });
  });

  afterAll(() => installation.stop());

  it('puts one comment with the verdict in its first line on the merge request', () => {
    const notes = installation.gitlab.notes(PROJECT, 1);

    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toMatch(
      /^<!-- perf-agent .*-->\n### Performance regression: http_req_duration p\d\d rose by /,
    );
  });

  it('sets the commit status to failed', () => {
    const statuses = installation.gitlab.statuses(PROJECT, HEAD);

    expect(statuses.at(-1)).toMatchObject({ name: 'perf-agent', status: 'failed' });
  });

  it('records every step of the way', async () => {
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as RunView;

    const steps = view.steps.map(({ step, part }) => (part === null ? step : `${step}/${part}`));
    expect(steps).toEqual(STEPS_OF_A_RUN);
    expect(view.run).toMatchObject({ status: 'done', verdict: 'fail' });
  });

  it('serves the report by signed links only', async () => {
    const body = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';
    const link = /\((http[^)]*report\.html[^)]*)\)/.exec(body)?.[1] ?? '';

    const page = await fetch(link);
    const forged = await fetch(link.replace(/signature=.{6}/, 'signature=AAAAAA'));
    const other = await fetch(link.replace('report.html', 'report.json'));

    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('Performance regression');
    expect([forged.status, other.status]).toEqual([403, 403]);
  });

  it('answers the same delivery twice with the same run and changes nothing', async () => {
    const again = await installation.sendWebhook({ deliveryId: 'first-delivery' });
    await installation.waitFor('an empty pipeline', () => isIdle(installation));

    expect(again).toBe(runId);
    expect(installation.gitlab.notes(PROJECT, 1)).toHaveLength(1);
  });

  it('moves the baseline when the change is merged', async () => {
    const merged = await installation.sendWebhook({ action: 'merge' });

    const view = await installation.waitFor('the learn step', async () => {
      const found = (await installation.api(`/api/v1/runs/${merged}`)) as
        RunView | { readonly status: number };
      return 'steps' in found && found.steps.some(({ step }) => step === 'learn') ? found : null;
    });
    const learned = view.steps.find(({ step }) => step === 'learn')?.output;
    expect(learned).toMatchObject({ baseline: { branch: 'main', commit: HEAD } });
  });

  it('shows runs on the status page, and nothing without a key', async () => {
    const url = `${installation.cloud.urls.functions}/api/v1/status`;

    const page = await fetch(url, { headers: { 'x-functions-key': installation.cloud.keys.default } });
    const refused = await fetch(url);

    expect(await page.text()).toContain(runId);
    expect(refused.status).toBe(401);
  });
});

function isIdle({ cloud }: Installation): boolean {
  return Object.values(cloud.serviceBus.stats()).every(({ active }) => active === 0);
}
