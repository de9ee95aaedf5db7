import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { type ModelServer, startModelServer } from '../support/start-model-server.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';

const REPLY = {
  summary: 'Each order is fetched by a query of its own.',
  causes: [
    {
      text: 'The loop in src/orders.ts asks the database once for every order.',
      evidence: ['E1', 'D1'],
      confidence: 'high',
    },
    { text: 'The garbage collector runs 40,000 times.', evidence: ['E1'], confidence: 'high' },
    { text: 'A missing index slows it down.', evidence: ['E99'], confidence: 'low' },
  ],
  fixes: [{ text: 'Ask for all orders with one query.', evidence: ['D1'], confidence: 'high' }],
};

describe('a run with models and an OTLP receiver', () => {
  let installation: Installation;
  let otlp: OtlpReceiver;
  let broken: ModelServer;
  let working: ModelServer;
  let runId: string;

  beforeAll(async () => {
    otlp = await startOtlpReceiver();
    broken = await startModelServer(() => 503);
    working = await startModelServer(() => JSON.stringify(REPLY));
    const azure = {
      id: 'azure',
      kind: 'azure-openai',
      endpoint: broken.url,
      model: 'gpt-5-mini',
      keySecret: 'azure-key',
    };
    const llama = {
      id: 'llama',
      kind: 'openai-compatible',
      endpoint: `${working.url}/v1`,
      model: 'llama3.2',
    };
    installation = await startInstallation({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
      configuration: { models: [azure, llama] },
      secrets: { 'azure-key': 'key-of-the-azure-look-alike' },
    });
    installation.openMergeRequest({ title: 'Ask jane.roe@example.com about AKIAIOSFODNN7EXAMPLX' });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, runs: 5, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, runs: 5, seed: 101 });
    runId = await installation.sendWebhook();
    await installation.waitFor('a comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    await installation.waitFor('the last steps', () => hasSteps(runId, ['ticket', 'learn']));
  });

  /** The comment comes before the last steps, which others of the run do not wait for. */
  async function hasSteps(run: string, wanted: readonly string[]): Promise<boolean> {
    const view = (await installation.api(`/api/v1/runs/${run}`)) as { readonly steps: { step: string }[] };
    return wanted.every((name) => view.steps.some(({ step }) => step === name));
  }

  afterAll(async () => {
    await installation.stop();
    await Promise.all([otlp.stop(), broken.stop(), working.stop()]);
  });

  it('fails over from Azure OpenAI to the compatible endpoint, and says so', () => {
    const body = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';

    expect(broken.asked.map(({ path }) => path)).toEqual([
      expect.stringContaining('/openai/deployments/gpt-5-mini/chat/completions'),
    ]);
    expect(working.asked.map(({ path }) => path)).toEqual(['/v1/chat/completions']);
    expect(body).toContain('The loop in src/orders.ts');
  });

  it('drops claims whose evidence does not exist or does not say so', async () => {
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
      steps: { step: string; output: { causes?: unknown[]; dropped?: { why: string }[] } }[];
    };

    const explanation = view.steps.find(({ step }) => step === 'reason')?.output;
    expect(explanation?.causes).toHaveLength(1);
    expect(explanation?.dropped?.map(({ why }) => why)).toEqual([
      'names 40000, which the cited evidence does not',
      'cites E99, which does not exist',
    ]);
  });

  it('lets no raw text into prompt, comment or artifacts', async () => {
    const prompt = JSON.stringify(working.asked[0]?.body.messages);
    const comment = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';
    const view = JSON.stringify(await installation.api(`/api/v1/runs/${runId}`));

    for (const text of [prompt, comment, view, installation.log.join('\n')]) {
      expect(text).not.toContain('jane.roe@example.com');
      expect(text).not.toContain('AKIAIOSFODNN7EXAMPLX');
    }
  });

  it('is one trace with a span for every step, the model and the calls to GitLab', async () => {
    await installation.cloud.host.stop();

    const spans = otlp.spans();
    const webhook = spans.find(({ name }) => name.startsWith('POST webhooks'));
    const run = spans.filter(({ traceId }) => traceId === webhook?.traceId);
    const names = new Set(run.map(({ name }) => name));
    for (const step of [
      'receive',
      'plan',
      'collect',
      'mask',
      'analyse',
      'reason',
      'decide',
      'report',
      'deliver',
      'ticket',
      'learn',
    ]) {
      expect(names).toContain(`perf-agent ${step}`);
    }
    expect(names).toContain('process requests');
    expect(names).toContain('chat llama3.2');
    expect(run.some(({ attributes }) => attributes['server.address'] === '127.0.0.1')).toBe(true);
    const ids = new Set(run.map(({ spanId }) => spanId));
    const orphans = run.filter(
      ({ parentSpanId, name }) =>
        parentSpanId !== '' && !ids.has(parentSpanId) && !name.startsWith('POST webhooks'),
    );
    expect(orphans.map(({ name }) => name)).toEqual([]);
  });
});
