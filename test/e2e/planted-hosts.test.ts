import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Leak } from '../support/find-planted.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { acknowledgingComments, refusedComments } from '../support/plant-commands.ts';
import { startPlantedAzureDevops } from '../support/planted-azure-devops.ts';
import { startPlantedGithub } from '../support/planted-github.ts';
import { startPlantedGitlab } from '../support/planted-gitlab.ts';
import type { PlantedHost, SignedRequest } from '../support/planted-host.ts';
import { marksOf } from '../support/planted-inputs.ts';
import { searchEverywhere, summaryOf, toldTo } from '../support/planted-search.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';
import { isIdle } from '../support/stores.ts';

const POLICY = `
schema: perf-agent.policy.v1
id: planted-hosts
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
lineNotes: on
people:
  - { id: anna, name: Anna Berg, accounts: { git: anna, github: anna, azure-devops: Anna } }
groups: { leads: [anna] }
approvals:
  - { id: slower, when: { verdict: [fail] }, approvers: [leads] }
`;

describe('forty secrets in every input that comes through a code host', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-planted-'));
  const answers: string[] = [];
  let hosts: readonly PlantedHost[];
  let installation: Installation;
  let otlp: OtlpReceiver;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    [otlp, ...hosts] = await Promise.all([
      startOtlpReceiver(),
      startPlantedGitlab(),
      startPlantedGithub(),
      startPlantedAzureDevops(),
    ]);
    installation = await startInstallation({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
      configuration: { policy },
      connections: hosts.map(({ connection }) => connection),
      secrets: Object.fromEntries(hosts.flatMap(({ secrets }) => Object.entries(secrets))),
    });
    await Promise.all(hosts.map((host) => plant(host)));
    await installation.waitFor('quiet queues', () => isIdle(installation), 90_000);
    await installation.cloud.host.stop();
  }, 240_000);

  afterAll(async () => {
    await installation.stop();
    await Promise.all([otlp.stop(), ...hosts.map((host) => host.stop())]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reached every input: what is kept of it arrived, and what is not was handed out', () => {
    const handedOut = hosts.flatMap((host) => host.answers());

    for (const mark of marksOf('passed')) {
      expect(
        handedOut.some((answer) => answer.includes(mark)),
        mark,
      ).toBe(true);
    }
    for (const host of hosts) {
      expect(host.comments().join('\n'), host.service).toMatch(/http_req_duration[^]*answers for/);
    }
    expect(otlp.spans().length).toBeGreaterThan(100);
  });

  it('leaves none of them in a blob, table, message, log, span, comment, check, status, note or answer', async () => {
    const searched = await searchEverywhere(installation, {
      span: otlp.bodies(),
      'answer of a door': answers,
      ...toldTo(Object.fromEntries(hosts.map((host) => [host.connection.id, host.passed()]))),
    });

    expect(summaryOf(searched.leaks.filter((leak) => !isAddress(leak)))).toEqual([]);
    expect(searched.unreached).toEqual([]);
    expect(searched.blobs).toBeGreaterThan(200);
    expect(searched.bytesOfMessages).toBeGreaterThan(100_000);
  });

  /** A change with everything, judged; then what people say of it; then events of other kinds. */
  async function plant(host: PlantedHost): Promise<void> {
    const { service } = host;
    for (const [commit, branch, medianMs, seed] of [
      [BASE, 'main', 20, 1],
      [HEAD, 'feature', 40, 101],
    ] as const) {
      for (let run = 0; run < 5; run += 1) {
        const lines = k6Lines({ medianMs, seed: seed + run });
        const reply = await installation.postResult(lines, { service, commit, branch });
        expect(reply.status).toBe(201);
      }
    }
    await send(host, host.open(HEAD, BASE));
    await installation.waitFor('the comment', () => host.comments().length === 1);
    await installation.waitFor('quiet queues', () => isIdle(installation));
    const { id } = host.connection;
    for (const { name, text, may } of [...refusedComments(id), ...acknowledgingComments(id)]) {
      await send(host, host.say(name, text, may));
    }
    await send(host, host.refusing(BASE));
    for (const event of host.others(HEAD, BASE)) await send(host, event);
  }

  async function send({ connection }: PlantedHost, { headers, body }: SignedRequest): Promise<void> {
    const url = `${installation.cloud.urls.functions}/api/webhooks/${connection.id}`;
    const reply = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60_000) });
    const answer = await reply.text();
    answers.push(answer);
    expect(reply.status, answer).toBe(202);
  }
});

/** The branch whose files are asked for, and the person whose rights are, have no other name; see docs/masking.md, "What is kept raw and why". */
function isAddress({ input, where }: Leak): boolean {
  return (
    (/ target$/.test(input) && /^asked of .* for (contents|items)$/.test(where)) ||
    (/ commenter$/.test(input) && /^asked of .* for collaborators$/.test(where))
  );
}
