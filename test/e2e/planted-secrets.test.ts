import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtBlobs, lookAtMessages, lookAtTables, rawNames } from '../support/everything-stored.ts';
import { createLeakFinder, type Leak } from '../support/find-planted.ts';
import { plantedIn, prose } from '../support/planted-values.ts';
import { plantEverywhere } from '../support/plant-everywhere.ts';
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
    const finder = createLeakFinder(allPlanted().flat());
    const { look } = finder;

    const count = await lookAtBlobs(installation, look);
    await lookAtTables(installation, look);
    const bytes = lookAtMessages(installation, look);
    for (const name of await rawNames(installation)) look('name in the raw vault', name);
    look('log', installation.log.join('\n'));
    for (const body of otlp.bodies()) look('span', body);
    for (const { body } of [...broken.asked, ...working.asked]) look('prompt', JSON.stringify(body));
    for (const { body } of installation.gitlab.requests()) look('comment or status', body);
    for (const answer of answers) look('answer of a door', answer);

    expect(count).toBeGreaterThan(100);
    expect(bytes).toBeGreaterThan(100_000);
    expect(finder.characters()).toBeGreaterThan(1_000_000);
    expect(summary(finder.leaks.filter((leak) => !isAddress(leak)))).toEqual([]);
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

function summary(leaks: readonly Leak[]): string[] {
  const counts = new Map<string, string[]>();
  for (const { where, input, kind, encoding } of leaks) {
    const key = `${input} -> ${where.replace(/\/[0-9a-f]{20,}.*|results\/default\/.*/, '')} (${encoding})`;
    counts.set(key, [...(counts.get(key) ?? []), kind]);
  }
  return [...counts].map(([key, kinds]) => `${key}: ${[...new Set(kinds)].join(' ')}`).sort();
}
