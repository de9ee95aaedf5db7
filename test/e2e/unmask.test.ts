import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { lookAtBlobs } from '../support/everything-stored.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';
import { auditReport } from '../support/stores.ts';

const REVIEWER = 'jane.roe@example.org';
const BADGE = 'EMP-004711';

describe('pseudonyms of a run whose policy keeps values', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-unmask-'));
  let installation: Installation;
  let otlp: OtlpReceiver;
  let runId: string;
  let title: string;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    otlp = await startOtlpReceiver();
    installation = await startInstallation({
      configuration: { policy },
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    });
    installation.openMergeRequest({ title: `Ask ${REVIEWER}, badge ${BADGE}` });
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 20, seed: 101 });
    runId = await installation.sendWebhook();
    await installation.waitFor('a comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
      readonly run: { readonly title: string };
    };
    title = view.run.title;
  });

  afterAll(async () => {
    await installation.stop();
    await otlp.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are made by the rules of the policy, too', () => {
    expect(title).toMatch(/^Ask <email-[0-9a-f]{12}>, badge <staff-[0-9a-f]{12}>$/);
  });

  it('are reversed for a reason, which stands in the audit log, and the value does not', async () => {
    const shown = await unmask(/<email-[^>]*>/.exec(title)?.[0] ?? '', 'incident 4711, ask the reviewer');
    const exported = (await cli('audit', 'export')).stdout;

    expect(shown).toEqual({ code: 0, stdout: `${REVIEWER}\n` });
    expect(
      (await unmask(/<staff-[^>]*>/.exec(title)?.[0] ?? '', 'incident 4711, find the badge')).stdout,
    ).toBe(`${BADGE}\n`);
    expect(exported).toContain('"action":"value.unmasked"');
    expect(exported).toContain('incident 4711');
    expect(exported).not.toContain(REVIEWER);
    expect(await auditReport(installation)).toMatchObject({ valid: true });
  });

  it('stay as they are without a reason, for another run and for a pseudonym that was not made', async () => {
    expect((await unmask('<email-000000000000>', 'incident 4711, ask the reviewer')).code).toBe(1);
    expect((await unmask(/<email-[^>]*>/.exec(title)?.[0] ?? '', 'why')).code).toBe(2);
    expect((await unmask('jane', 'incident 4711, ask the reviewer')).code).toBe(2);
  });

  it('lie sealed beside the artifacts', async () => {
    const found: string[] = [];
    const names: string[] = [];

    await lookAtBlobs(installation, (where, content) => {
      names.push(where);
      if ([REVIEWER, BADGE].some((value) => Buffer.from(content).includes(value))) found.push(where);
    });

    expect(names.some((name) => name.includes('values/'))).toBe(true);
    expect(found).toEqual([]);
  });

  it('are counted by type on the spans', async () => {
    await installation.cloud.host.stop();
    const names = new Set(otlp.spans().flatMap(({ attributes }) => Object.keys(attributes)));

    expect(names).toContain('perf_agent.masked.email');
    expect(names).toContain('perf_agent.masked.staff');
  });

  function unmask(pseudonym: string, reason: string): ReturnType<typeof cli> {
    return cli('unmask', runId, pseudonym, '--reason', reason);
  }

  async function cli(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string }> {
    const { code, stdout } = await runCli([...args, '--cloud', installation.cloud.folder]);
    return { code, stdout };
  }
});

const POLICY = `
schema: perf-agent.policy.v1
id: keeping
comments: { when: always }
masking:
  keepValues: true
  rules:
    - name: badge-number
      type: staff
      pattern: '\\bEMP-\\d{6}\\b'
      examples: { match: ['badge EMP-000001'], ignore: ['TEMP-000001'] }
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50], margin: 0.1, onRegression: fail }
`;
