import { describe, expect, it } from 'vitest';
import { analysisOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { decisionOf, explanationOf, requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { sha256 } from '../audit/sha256.ts';
import { Masked } from '../contracts/masked.ts';
import { publishReport, REPORT_FILES } from './publish-report.ts';

const DAY_MS = 86_400_000;

describe('publish-report', () => {
  it('writes every format once, with the hash of what is stored', async () => {
    const { artifacts, run } = setUp();

    const { output, emits } = await run();

    expect(output?.files.map(({ ref }) => ref).sort()).toEqual(
      Object.values(REPORT_FILES)
        .map(({ name }) => `reports/${TEST_RUN}/${name}`)
        .sort(),
    );
    for (const { ref, sha256: hash, bytes } of output?.files ?? []) {
      const stored = await artifacts.read(ref, AbortSignal.timeout(1_000));
      expect([ref, sha256(stored?.bytes ?? new Uint8Array()), stored?.bytes.length]).toEqual([
        ref,
        hash,
        bytes,
      ]);
    }
    expect(emits).toEqual([{ queue: 'deliver' }]);
  });

  it('names each file and its hash for the audit log', async () => {
    const { run } = setUp();

    const { output, remarks } = await run();

    expect(remarks?.map(({ action, subject, details }) => [action, subject, details['sha256']])).toEqual(
      output?.files.map(({ ref, sha256: hash }) => ['report.published', ref, hash]),
    );
  });

  it('lets a file that another instance wrote first stand, and tells its hash', async () => {
    const { artifacts, run } = setUp();
    const ref = `reports/${TEST_RUN}/findings.csv`;
    artifacts.putText(ref, 'written before');

    const { output } = await run();

    const csv = output?.files.find(({ format }) => format === 'csv');
    expect(csv?.sha256).toBe(sha256('written before'));
    expect(artifacts.texts()[ref]).toBe('written before');
  });

  it('renders the same bytes again for the same records and time', async () => {
    const first = await setUp().run();
    const second = await setUp().run();

    expect(second).toEqual(first);
  });

  it('gives links the life that the plan allows', async () => {
    const { links, run } = setUp();

    const { output } = await run();

    expect(output?.linksExpireAt).toBe(
      new Date(Date.parse('2026-05-04T10:00:00.000Z') + 7 * DAY_MS).toISOString(),
    );
    expect(new Set(links.map((at) => at.toISOString()))).toEqual(new Set([output?.linksExpireAt]));
  });

  it('puts verdict, picture and link into a comment that fits every code host', async () => {
    const { run } = setUp(2_000);

    const { output } = await run();

    expect(output?.comment.split('\n')[0]).toContain('The verdict is fail.');
    expect(output?.comment).toContain('https://perf.example/report.html');
    expect(output?.comment).toContain('https://perf.example/report.png');
    expect(output?.comment.length).toBeLessThanOrEqual(60_000);
  });

  it('keeps markup of labels and titles from acting in page and picture', async () => {
    const { artifacts, run } = setUp();

    await run();

    const files = artifacts.texts();
    for (const name of ['report.html', 'report.svg']) {
      expect(files[`reports/${TEST_RUN}/${name}`]).not.toContain('<script>');
    }
    expect(files[`reports/${TEST_RUN}/report.html`]).toContain('&lt;script&gt;');
  });
});

function setUp(findings = 1) {
  const links: Date[] = [];
  const stage = publishReport({
    pictures: { png: async () => new TextEncoder().encode('png') },
    links: {
      url(ref, expiresAt) {
        links.push(expiresAt);
        return `https://perf.example/${ref.split('/').at(-1) ?? ''}`;
      },
      verify: () => false,
    },
  });
  const one = findingOf({ labels: { name: Masked.parse('<script>alert(1)</script>') } });
  const { context, artifacts } = stageFor({
    receive: requestRecord({ title: Masked.parse('<script>alert(2)</script>') }),
    plan: planOf(),
    analyse: analysisOf({
      answer: 'regression',
      findings: Array.from({ length: findings }, (_, number) => ({ ...one, id: `E${number + 1}` })),
    }),
    reason: explanationOf(),
    decide: decisionOf('fail'),
  });
  return { links, artifacts, run: () => stage.run(context) };
}
