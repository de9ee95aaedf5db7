import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtTables, rawNames } from '../support/everything-stored.ts';
import { createLeakFinder, type Leak } from '../support/find-planted.ts';
import { plantedIn, prose } from '../support/planted-values.ts';
import { plantEverywhere } from '../support/plant-everywhere.ts';
import { searchEverywhere, summaryOf } from '../support/planted-search.ts';
import { allPlanted, modelReply, policyText, words } from '../support/planted-inputs.ts';
import { type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { type ModelServer, startModelServer } from '../support/start-model-server.ts';
import { startPlantedPrometheus } from '../support/start-planted-prometheus.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';
import { isIdle } from '../support/stores.ts';

describe('forty secrets in every input of a run through GitLab', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-planted-'));
  let answers: readonly string[] = [];
  let installation: Installation;
  let otlp: OtlpReceiver;
  let broken: ModelServer;
  let working: ModelServer;
  let prometheus: { readonly url: string; stop(): Promise<void> };

  beforeAll(async () => {
    otlp = await startOtlpReceiver();
    prometheus = await startPlantedPrometheus();
    broken = await startModelServer(() => 500, words('model error'));
    working = await startModelServer(() => JSON.stringify(modelReply()));
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, policyText());
    installation = await startInstallation({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
      configuration: {
        policy,
        models: [
          { id: 'broken', kind: 'openai-compatible', endpoint: `${broken.url}/v1`, model: 'a' },
          { id: 'working', kind: 'openai-compatible', endpoint: `${working.url}/v1`, model: 'b' },
        ],
      },
      connections: [{ id: 'prometheus', connector: 'prometheus', settings: { baseUrl: prometheus.url } }],
    });
    answers = await plantEverywhere(installation);
    await installation.waitFor('quiet queues', () => isIdle(installation), 90_000);
    await installation.cloud.host.stop();
  }, 240_000);

  afterAll(async () => {
    await installation.stop();
    await Promise.all([otlp.stop(), broken.stop(), working.stop(), prometheus.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reached every place that is looked at', async () => {
    const tables = await lookAtTables(installation, () => undefined);
    const comment = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';

    expect(allPlanted().length).toBeGreaterThanOrEqual(20);
    expect(comment).toContain('http_req_duration');
    expect(installation.gitlab.notes(PROJECT, 2)[0]?.body).toContain('No performance verdict');
    expect(working.asked.length).toBeGreaterThan(0);
    expect(broken.asked.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => /^\{"ref":"logs\//.test(answer))).toHaveLength(2);
    expect(otlp.spans().length).toBeGreaterThan(50);
    expect((await rawNames(installation)).length).toBeGreaterThan(0);
    for (const table of ['runs', 'results', 'history', 'baselines']) {
      expect(tables[`public.${table}`], table).toBeGreaterThan(0);
    }
  });

  it('would find them if they were there, however they are written', () => {
    const some = plantedIn('nowhere');
    const found = (write: (text: string) => string): number => {
      const finder = createLeakFinder(some);
      finder.look('here', write(prose(some)));
      return new Set(finder.leaks.map(({ kind }) => kind)).size;
    };

    expect(found((text) => text)).toBe(40);
    expect(found(encodeURIComponent)).toBe(40);
    expect(found((text) => JSON.stringify({ text: JSON.stringify({ text }) }))).toBe(40);
    expect(found((text) => text.replace(/[^\w\s]/g, (sign) => `&#${sign.charCodeAt(0)};`))).toBe(40);
    for (const before of ['', 'x', 'xy']) {
      expect(found((text) => Buffer.from(before + text).toString('base64'))).toBe(40);
    }
  });

  it('leaves none of them in a blob, table, message, log, span, comment, status, report or prompt', async () => {
    const searched = await searchEverywhere(installation, {
      span: otlp.bodies(),
      prompt: [...broken.asked, ...working.asked].map(({ body }) => JSON.stringify(body)),
      'comment or status': installation.gitlab.requests().map(({ body }) => body),
      'answer of a door': answers,
    });

    expect(searched.unreached).toEqual([]);
    expect(searched.blobs).toBeGreaterThan(100);
    expect(searched.bytesOfMessages).toBeGreaterThan(100_000);
    expect(searched.characters).toBeGreaterThan(1_000_000);
    expect(summaryOf(searched.leaks.filter((leak) => !isAddress(leak)))).toEqual([]);
  });
});

/** A project's address stays as it is wherever the change is named; see docs/masking.md, "What is kept raw and why". */
function isAddress({ input, where }: Leak): boolean {
  return (
    input === 'project path' &&
    /receive\.json|broker|table public\.(runs|run_places|busy_projects)|audit|report|deliver|state/.test(
      where,
    )
  );
}
