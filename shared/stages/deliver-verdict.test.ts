import { describe, expect, it } from 'vitest';
import { createMemoryChangeHost, rawChangeOf } from '../../test/support/memory-change-host.ts';
import { analysisOf, planOf } from '../../test/support/analysis-of.ts';
import { createMemoryLock, testPolicy } from '../../test/support/memory-pipeline.ts';
import {
  connectionsOf,
  decisionOf,
  reportOf,
  requestRecord,
  stageFor,
} from '../../test/support/memory-stage.ts';
import { createApprovalLinks } from '../platform/system/create-approval-links.ts';
import { deliverVerdict } from './deliver-verdict.ts';

describe('deliver-verdict', () => {
  it.each([
    ['fail', 'failed'],
    ['warn', 'success'],
    ['pass', 'success'],
    ['undecided', 'success'],
    ['no-baseline', 'success'],
    ['no-data', 'success'],
  ] as const)('says "%s" as the status "%s": only a failed gate blocks', async (verdict, state) => {
    const { host, run } = setUp({ verdict });

    const { output } = await run();

    expect(output).toMatchObject({ comment: { status: 'created' }, commitStatus: state });
    expect(host.statuses).toEqual([
      expect.objectContaining({
        state,
        description: `The verdict is ${verdict}.`,
        url: 'https://perf.example/report.html',
      }),
    ]);
  });

  it('delivers the comment of the report and goes on to tickets and learning', async () => {
    const { host, run } = setUp();

    const { emits, remarks } = await run();

    expect(host.comments()).toEqual([expect.stringContaining('### The verdict')]);
    expect(emits.map(({ queue }) => queue)).toEqual(expect.arrayContaining(['ticket', 'learn']));
    expect(remarks?.map(({ action, subject }) => [action, subject])).toEqual([
      ['comment.ensured', 'git:shop/orders!7'],
      ['status.ensured', `commit ${'b'.repeat(40)}`],
    ]);
  });

  it('notes in the audit log that it was superseded', async () => {
    const { host, run } = setUp();
    host.change = rawChangeOf({ headSha: 'c'.repeat(40) });

    const { remarks } = await run();

    expect(remarks?.map(({ action }) => action)).toEqual(['comment.superseded', 'status.ensured']);
    expect(host.comments()).toEqual([]);
  });

  it('notes nothing of a change that there is not', async () => {
    const { run } = setUp({ connection: null });

    const { output, remarks } = await run();

    expect(output).toEqual({ comment: { status: 'not-a-change' }, commitStatus: 'not-a-change' });
    expect(remarks).toEqual([]);
  });
});

function setUp(about: { verdict?: Parameters<typeof decisionOf>[0]; connection?: null } = {}) {
  const host = createMemoryChangeHost();
  const { context } = stageFor({
    receive: requestRecord(about.connection === null ? { connection: null } : {}),
    decide: decisionOf(about.verdict ?? 'fail'),
    report: reportOf(),
    plan: planOf(),
    analyse: analysisOf(),
  });
  const stage = deliverVerdict({
    connections: connectionsOf({ git: { changes: host } }),
    lock: createMemoryLock(),
    approvalLinks: createApprovalLinks('https://perf.example', 'key of the tests'),
    policy: async () => ({ policy: testPolicy(), version: 'v-test' }),
  });
  return { host, run: () => stage.run(context) };
}
