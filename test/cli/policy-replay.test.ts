import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';
import { filesFor, runCli } from './run-cli.ts';

const BUDGETS = `schema: perf-agent.perfbudget.v1
service: orders
metrics:
  - { id: latency, margin: 0.04 }
budgets:
  - { metric: http_req_duration, statistic: p95, max: 30, onBreach: fail, mode: observe }
`;

/** Judges latency alone, under the id that the budget file of the repository tightens. */
const policyWith = (latency: string): string => `schema: perf-agent.policy.v1
id: changed
metrics:
  - { id: latency, match: http_req_duration, statistics: [p50, p95], ${latency} }
`;
const LENIENT = policyWith('margin: 3, onRegression: fail');
const WARNING = policyWith('margin: 0.1, onRegression: warn');
const ASKING = `${WARNING}people: [{ id: anna, accounts: { gitlab: anna } }]
approvals: [{ id: warned, when: { verdict: [warn] }, approvers: [anna] }]
`;

interface Replayed {
  readonly flips: number;
  readonly runs: readonly {
    readonly runId: string;
    readonly service: string;
    readonly change: string;
    readonly before: string;
    readonly after: string;
    readonly notes: readonly string[];
  }[];
}

interface Steps {
  readonly steps: readonly {
    readonly step: string;
    readonly part: string | null;
    readonly at: string;
    readonly output: Readonly<Record<string, unknown>>;
  }[];
}

describe('past runs under another policy', () => {
  let installation: Installation;
  let runId: string;
  let exported: ReturnType<typeof filesFor>;

  beforeAll(async () => {
    exported = filesFor({ 'lenient.yaml': LENIENT, 'warning.yaml': WARNING, 'asking.yaml': ASKING });
    installation = await startInstallation();
    installation.gitlab.addFile(PROJECT, 'main', '.perfbudget.yml', BUDGETS);
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 40, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 80, seed: 100 });
    installation.openMergeRequest();
    runId = await installation.sendWebhook();
    await installation.waitFor('the verdict', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    await exportRun('kept', (step) => step);
    // As versions before wrote it, which kept nothing of the repository's file.
    await exportRun('older', ({ budgetFile: _none, ...output }) => output);
  });

  afterAll(async () => {
    exported[Symbol.dispose]();
    await installation.stop();
  });

  it('flip where the policy lets more through, in a table, with exit code 1 where it is asked for', async () => {
    const ran = await dryRun('warning.yaml', ['--exit-code', '--cloud', installation.cloud.folder]);

    expect(ran.stdout).toMatch(/^decided +verdict +change +service +run +would say$/m);
    expect(ran.stdout).toMatch(new RegExp(`fail -> warn +${PROJECT}!1 +orders +${runId}`));
    expect(ran.stdout).toContain('1 of 1 verdicts would flip.');
    expect(ran.code).toBe(1);
  });

  it('keep the rules of their repository: its tighter margin still counts under a lenient policy', async () => {
    const ran = await dryRun('lenient.yaml', ['--json', '--exit-code', '--cloud', installation.cloud.folder]);

    expect(replayedBy(ran.stdout)).toMatchObject({
      flips: 0,
      runs: [{ runId, service: 'orders', change: `${PROJECT}!1`, before: 'fail', after: 'fail', notes: [] }],
    });
    expect(ran.code).toBe(0);
  });

  it('show who would be asked to approve, with exit code 1 where it is asked for', async () => {
    const ran = await dryRun('asking.yaml', ['--exit-code', '--folder', exported.at('kept')]);
    const asJson = await dryRun('asking.yaml', ['--json', '--folder', exported.at('kept')]);

    expect(ran.stdout).toMatch(
      new RegExp(`nobody -> 1 of anna \\(warned\\) +${PROJECT}!1 +orders +${runId}`),
    );
    expect(ran.stdout).toContain('1 of 1 runs would ask others to approve.');
    expect(ran.code).toBe(1);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      approvals: 1,
      runs: [{ approval: { before: null, after: { rule: 'warned', approvers: ['anna'] }, changes: true } }],
    });
  });

  it('are judged by a changed budget file in place of their own', async () => {
    using files = filesFor({
      'budget.yml': 'schema: perf-agent.perfbudget.v1\nservice: orders\n',
      'other.yml': 'schema: perf-agent.perfbudget.v1\nservice: payments\n',
    });
    const folder = ['--json', '--folder', exported.at('kept')];

    const own = await dryRun('lenient.yaml', [...folder, '--budget', files.at('budget.yml')]);
    const ofOthers = await dryRun('lenient.yaml', [...folder, '--budget', files.at('other.yml')]);

    expect(replayedBy(own.stdout)).toMatchObject({ flips: 1, runs: [{ before: 'fail', after: 'pass' }] });
    expect(replayedBy(ofOthers.stdout)).toMatchObject({ flips: 0 });
  });

  it('of older versions say that the rules of the repository were not kept', async () => {
    const ran = await dryRun('lenient.yaml', ['--folder', exported.at('older')]);

    expect(ran.stdout).toContain("note: the run's version did not keep .perfbudget.yml");
    expect(ran.stdout).toContain('(1 of 1 runs)');
    expect(ran.stdout).toMatch(/fail -> pass/);
    expect(ran.code).toBe(0);
  });

  it('end with 3 when there is none, with 2 when the folder holds none or the policy is wrong', async () => {
    using files = filesFor({ 'empty/none.json': '{}', 'wrong.yaml': 'schema: perf-agent.policy.v1\n' });
    const none = await dryRun('lenient.yaml', ['--folder', exported.at('kept'), '--service', 'payments']);
    const empty = await dryRun('lenient.yaml', ['--folder', files.at('empty')]);
    const wrong = await runCli([
      'policy',
      'dry-run',
      '--policy',
      files.at('wrong.yaml'),
      '--folder',
      exported.at('kept'),
    ]);

    expect([none.code, none.stdout]).toEqual([3, 'No decided run was found, so nothing was replayed.\n']);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('holds no run')]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('wrong.yaml:1:1')]);
  });

  it('show what rules in observation would have blocked', async () => {
    const ran = await runCli(['policy', 'observed', '--since', '1d', '--cloud', installation.cloud.folder]);
    const asJson = await runCli(['policy', 'observed', '--json', '--folder', exported.at('kept')]);

    expect(ran.stdout).toContain('would have failed 1 and warned of 0 of 1 runs');
    expect(ran.stdout).toMatch(new RegExp(`fail +${PROJECT}!1 +${runId} +.*http_req_duration p95`));
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      runs: 1,
      rules: [{ wouldFail: 1, wouldWarn: 0, runs: [{ runId, would: 'fail' }] }],
    });
    expect([ran.code, asJson.code]).toEqual([0, 0]);
  });

  function dryRun(policy: string, more: readonly string[]): ReturnType<typeof runCli> {
    return runCli(['policy', 'dry-run', '--policy', exported.at(policy), ...more]);
  }

  function replayedBy(stdout: string): Replayed {
    return JSON.parse(stdout) as Replayed;
  }

  /** The run's records as they lie in the artifact store. */
  async function exportRun(
    folder: string,
    change: (output: Readonly<Record<string, unknown>>) => unknown,
  ): Promise<void> {
    const { steps } = (await installation.api(`/api/v1/runs/${runId}`)) as Steps;
    for (const { step, part, at, output } of steps) {
      const name = part === null ? `${step}.json` : path.join(step, `${part}.json`);
      const file = exported.at(path.join(folder, 'runs', runId, name));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(
        file,
        JSON.stringify({
          schema: 'perf-agent.run-record.v1',
          runId,
          tenant: 'default',
          step,
          part,
          at,
          producer: 'perf-agent/test',
          inputs: [],
          output: step === 'plan' ? change(output) : output,
          emits: [],
          remarks: [],
        }),
      );
    }
  }
});
