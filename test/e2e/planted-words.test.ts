import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { k6Lines } from '../support/k6-lines.ts';
import { CODES, createSpeakers } from '../support/plant-approvals.ts';
import { marksOf } from '../support/planted-inputs.ts';
import { searchEverywhere, summaryOf, toldTo } from '../support/planted-search.ts';
import {
  type PlantedTeamTools,
  SLACK_SIGNING,
  startPlantedTeamTools,
} from '../support/planted-team-tools.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { isIdle } from '../support/stores.ts';

const REJECTED = 'c'.repeat(40);
const FIXED = 'd'.repeat(40);
const REFUSED = 'e'.repeat(40);
const POLICY = `
schema: perf-agent.policy.v1
id: planted-words
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], margin: 0.3, onRegression: fail }
tickets: { connection: jira }
notifications:
  - { connection: slack, digest: { minutes: 60, most: 50 } }
  - { connection: teams, digest: { minutes: 60, most: 50 } }
people:
  - { id: anna, name: Anna Berg, accounts: { gitlab: anna, slack: U0ANNA }, codeSecret: code-anna }
  - { id: bert, accounts: { gitlab: bert, teams: bert@shop.example } }
  - { id: cy, accounts: { gitlab: cy }, codeSecret: code-cy }
  - { id: dev, accounts: { gitlab: author, slack: U0DEV } }
groups: { leads: [anna, bert, cy, dev] }
approvals:
  - id: slower
    when: { verdict: [fail] }
    approvers: [leads]
    count: 3
    connections: [slack, teams]
`;

describe('forty secrets in every word of people and every answer of their tools', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-planted-'));
  const answers: string[] = [];
  let installation: Installation;
  let otlp: OtlpReceiver;
  let tools: PlantedTeamTools;

  beforeAll(async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, POLICY);
    [otlp, tools] = await Promise.all([startOtlpReceiver(), startPlantedTeamTools()]);
    installation = await startInstallation({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
      configuration: { policy },
      connections: tools.connections,
      secrets: { ...tools.secrets, ...CODES, 'slack-signing': SLACK_SIGNING },
    });
    const speakers = createSpeakers(installation, tools, (answer) => void answers.push(answer));
    await measure(BASE, 'main', 20, 1);
    const slower = await judged(1, HEAD, 40);
    await speakers.agree(slower);
    await speakers.malformed();
    await speakers.refuse(await judged(2, REJECTED, 40));
    await judged(1, FIXED, 20);
    await refused();
    await installation.waitFor('quiet queues', () => isIdle(installation), 90_000);
    await installation.cloud.host.stop();
  }, 240_000);

  afterAll(async () => {
    await installation.stop();
    await Promise.all([otlp.stop(), tools.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reached every input: what is not kept of it was handed out, and each refusal was met', () => {
    const handedOut = tools.answers();
    const log = installation.log.join('\n');

    for (const mark of marksOf('passed')) {
      expect(
        handedOut.some((answer) => answer.includes(mark)),
        mark,
      ).toBe(true);
    }
    expect(log).toMatch(/was refused \(400\): .*reached-jira-refusal/);
    expect(log).toMatch(/Slack's chat\.postMessage was refused: invalid_blocks\. reached-slack-refusal/);
    expect(log).toMatch(/offers no transition .*reached-jira-transition/);
    expect(status(HEAD)?.description).toContain('Approved by');
    expect(status(REJECTED)?.description).toContain('Rejected by Anna Berg: reached-cli-reason');
    expect(otlp.spans().length).toBeGreaterThan(100);
  });

  it('leaves none of them in a blob, table, message, log, span, comment, status, ticket, card or answer', async () => {
    const searched = await searchEverywhere(installation, {
      span: otlp.bodies(),
      'answer of a door': answers,
      'comment or status': installation.gitlab.requests().map(({ body }) => body),
      ...toldTo(tools.passed()),
    });

    expect(summaryOf(searched.leaks)).toEqual([]);
    expect(searched.unreached).toEqual([]);
    expect(searched.blobs).toBeGreaterThan(200);
    expect(searched.bytesOfMessages).toBeGreaterThan(100_000);
  });

  function status(sha: string) {
    return installation.gitlab.statuses(PROJECT, sha).at(-1);
  }

  async function measure(commit: string, branch: string, medianMs: number, seed: number): Promise<void> {
    for (let run = 0; run < 5; run += 1) {
      const lines = k6Lines({ medianMs, seed: seed + run });
      const reply = await installation.postResult(lines, { service: 'orders', commit, branch });
      expect(reply.status).toBe(201);
    }
  }

  /** Measures a commit, judges it, and waits until everybody was told. */
  async function judged(iid: number, headSha: string, medianMs: number): Promise<string> {
    await measure(headSha, 'feature', medianMs, medianMs * iid + 500);
    installation.openMergeRequest({ iid, headSha });
    const runId = await installation.sendWebhook({ iid });
    await installation.waitFor(`the end of ${runId}`, async () => {
      const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
        readonly steps?: { step: string }[];
      };
      return view.steps?.some(({ step }) => step === 'learn');
    });
    await installation.waitFor('quiet queues', () => isIdle(installation));
    return runId;
  }

  /** Changes with one commit whose tickets, messages and cards are refused. */
  async function refused(): Promise<void> {
    await measure(REFUSED, 'feature', 40, 901);
    const changes = tools.refuseNext();
    for (let number = 0; number < changes; number += 1) {
      installation.openMergeRequest({ iid: 20 + number, headSha: REFUSED });
      await installation.sendWebhook({ iid: 20 + number });
    }
    await installation.waitFor('the refusals', () => tools.refusalsLeft() === 0);
  }
});
