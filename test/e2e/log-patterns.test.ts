import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../shared/contracts/finding.ts';
import { runCli } from '../cli/run-cli.ts';
import { lookAtBlobs } from '../support/everything-stored.ts';
import { BASE, HEAD, type Installation, PROJECT, startInstallation } from '../support/start-installation.ts';

const CUSTOMER = 'jane.roe@example.org';

describe('logs handed in with the results of a run', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-logs-'));
  let installation: Installation;
  let analysis: Analysis;

  beforeAll(async () => {
    installation = await startInstallation();
    installation.openMergeRequest();
    const before = path.join(folder, 'before.log');
    const after = path.join(folder, 'after.log.gz');
    writeFileSync(before, logOf({ served: 4_000, retries: 40, deadlocks: 0, warmed: 30 }));
    writeFileSync(after, gzipSync(logOf({ served: 4_000, retries: 400, deadlocks: 25, warmed: 0 })));
    await push(before, BASE, 'main');
    await push(after, HEAD, 'feature');
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
    const runId = await installation.sendWebhook();
    await installation.waitFor('a comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as {
      readonly steps: readonly { readonly step: string; readonly output: unknown }[];
    };
    analysis = view.steps.find(({ step }) => step === 'analyse')?.output as Analysis;
  });

  afterAll(async () => {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are compared: new, surging and vanished messages with rate, interval and corrected p value', () => {
    const { logs } = analysis;
    const told = logs?.changes
      .filter(({ significant }) => significant)
      .map(({ kind, template, baselineCount, candidateCount }) => [
        kind,
        template,
        baselineCount,
        candidateCount,
      ]);

    expect(told).toContainEqual(['new', expect.stringContaining('deadlock'), 0, 25]);
    expect(told).toContainEqual(['surging', expect.stringContaining('retry'), 40, 400]);
    expect(told).toContainEqual(['vanished', expect.stringContaining('warmed'), 30, 0]);
    expect(told).toHaveLength(3);
    const surging = logs?.changes.find(({ kind }) => kind === 'surging');
    expect(surging?.rateRatio).toBeCloseTo(10, 0);
    expect(surging?.interval.low).toBeGreaterThan(1);
    expect(surging?.adjustedPValue).toBeLessThan(0.05);
    expect(logs?.changes.find(({ kind }) => kind === 'new')?.firstSeen?.time).toContain('2026-05-04');
    expect(logs?.causes.map(({ kind }) => kind)).toContain('database');
  });

  it('stand in comment and report, with a masked example and a cited cause', async () => {
    const comment = installation.gitlab.notes(PROJECT, 1)[0]?.body ?? '';
    const link = /\((http[^)]*report\.html[^)]*)\)/.exec(comment)?.[1] ?? '';
    const page = await (await fetch(link)).text();

    expect(comment).toContain('<summary>Log patterns: 1 new, 1 surging, 1 vanished</summary>');
    expect(comment).toContain('deadlock');
    expect(comment).toMatch(/speak of database.*L\d/s);
    expect(page).toContain('Log patterns: 1 new, 1 surging, 1 vanished');
    expect(page).toContain('email-');
  });

  it('leave no raw line behind', async () => {
    const found: string[] = [];

    await lookAtBlobs(installation, (where, content) => {
      if (Buffer.from(content).includes(CUSTOMER)) found.push(where);
    });

    expect(found).toEqual([]);
    expect(installation.log.join('\n')).not.toContain(CUSTOMER);
  });

  it('are refused with the reason when the query or the packing is wrong', async () => {
    const url = `${installation.cloud.urls.functions}/api/v1/logs`;
    const headers = { 'x-functions-key': installation.cloud.keys.default };
    const query = `service=orders&commit=${HEAD}`;

    const refused = await Promise.all([
      fetch(`${url}?service=orders`, { method: 'POST', headers, body: 'x' }),
      fetch(`${url}?${query}`, { method: 'POST', headers, body: '' }),
      fetch(`${url}?${query}`, {
        method: 'POST',
        headers: { ...headers, 'content-encoding': 'gzip' },
        body: gzipSync('a line\n'.repeat(1_000)).subarray(0, 40),
      }),
      fetch(`${url}?${query}`, { method: 'POST', body: 'x' }),
    ]);

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 401]);
  });

  async function push(file: string, commit: string, branch: string): Promise<void> {
    const all = ['logs', 'push', file, '--service', 'orders', '--commit', commit, '--branch', branch];
    const cloud = ['--duration', '60', '--cloud', installation.cloud.folder, '--json'];
    const { code, stdout } = await runCli([...all, ...cloud]);
    expect(code).toBe(0);
    const [taken] = JSON.parse(stdout) as [{ readonly created: boolean; readonly masked: { email: number } }];
    expect(taken.created).toBe(true);
    expect(taken.masked.email).toBeGreaterThan(4_000);
  }
});

/** A log of a minute; each line names a customer. */
function logOf(counts: {
  readonly served: number;
  readonly retries: number;
  readonly deadlocks: number;
  readonly warmed: number;
}): string {
  const messages = [
    ...repeat(counts.served, (at) => `INFO order ${at} of ${CUSTOMER} served in ${at % 40} ms`),
    ...repeat(counts.retries, (at) => `WARN retry ${at % 3} of payment for ${CUSTOMER}`),
    ...repeat(counts.deadlocks, (at) => `ERROR deadlock detected while saving order ${at} of ${CUSTOMER}`),
    ...repeat(counts.warmed, (at) => `INFO cache warmed with ${at} entries for ${CUSTOMER}`),
  ];
  // Shuffled by a stride that has no factor in common with any length here.
  const mixed = messages.map((_, at) => messages[(at * 7_919) % messages.length] ?? '');
  const start = Date.UTC(2026, 4, 4, 10);
  return mixed.map((message, at) => `${new Date(start + at * 10).toISOString()} ${message}\n`).join('');
}

function repeat(count: number, message: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => message(at + 1));
}
