import { describe, expect, it } from 'vitest';
import {
  createMemoryChangeHost,
  type MemoryChangeHost,
  rawChangeOf,
} from '../../test/support/memory-change-host.ts';
import { analysisOf, planOf } from '../../test/support/analysis-of.ts';
import { createMemoryLock, testPolicy } from '../../test/support/memory-pipeline.ts';
import {
  connectionsOf,
  decisionOf,
  explanationOf,
  reportOf,
  requestRecord,
  stageFor,
} from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
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

  it('notes the cause on its line, and resolves the note once a later commit passes', async () => {
    const failed = setUp({ cause: true });
    await failed.run();
    const noted = failed.host.lineNotes();
    const passed = setUp({ verdict: 'pass', host: failed.host });

    const { output, remarks } = await passed.run();

    expect(noted).toMatchObject([{ path: 'src/orders.ts', line: 2, resolved: false }]);
    expect(passed.host.lineNotes()).toMatchObject([{ path: 'src/orders.ts', resolved: true }]);
    expect(output?.lineNotes).toMatchObject({ created: 0, resolved: 1 });
    expect(remarks?.map(({ action }) => action)).toContain('line-notes.ensured');
  });

  it('gives its verdict where the host takes no notes on lines, and says so', async () => {
    const { host, run } = setUp({ cause: true });
    host.failNext = {
      call: 'ensureLineNotes',
      error: new PermanentError('REMOTE_FORBIDDEN', 'The discussion is locked.'),
    };

    const { output, remarks } = await run();

    expect(output).toMatchObject({
      comment: { status: 'created' },
      commitStatus: 'failed',
      lineNotes: { status: 'refused', code: 'REMOTE_FORBIDDEN' },
    });
    expect(remarks?.map(({ action }) => action)).toContain('line-notes.refused');
  });

  it('comes back when noting on lines failed for the moment', async () => {
    const { host, run } = setUp({ cause: true });
    host.failNext = {
      call: 'ensureLineNotes',
      error: new TransientError('REMOTE_UNAVAILABLE', 'Try again.'),
    };

    await expect(run()).rejects.toMatchObject({ disposition: 'retry' });
    await run();

    expect(host.comments()).toHaveLength(1);
    expect(host.lineNotes()).toHaveLength(1);
  });

  it('notes nothing of a change that there is not', async () => {
    const { run } = setUp({ connection: null });

    const { output, remarks } = await run();

    expect(output).toEqual({ comment: { status: 'not-a-change' }, commitStatus: 'not-a-change' });
    expect(remarks).toEqual([]);
  });
});

interface About {
  readonly verdict?: Parameters<typeof decisionOf>[0];
  readonly connection?: null;
  /** Whether the explanation cites a line of the diff. */
  readonly cause?: true;
  readonly host?: MemoryChangeHost;
}

const CAUSE = {
  text: Masked.parse('It asks once for every item.'),
  evidence: ['E1', 'D1'],
  confidence: 'medium' as const,
};

const DIFF = {
  files: [{ path: Masked.parse('src/orders.ts'), additions: 1, deletions: 0, status: 'modified' as const }],
  truncated: false,
  text: Masked.parse('--- src/orders.ts\n@@ -1 +1,2 @@\n one\n+two'),
};

function setUp(about: About = {}) {
  const host = about.host ?? createMemoryChangeHost();
  const { context } = stageFor({
    receive: requestRecord(about.connection === null ? { connection: null } : {}),
    decide: decisionOf(about.verdict ?? 'fail'),
    report: reportOf(),
    plan: about.cause === undefined ? planOf() : { ...planOf(), diff: DIFF },
    ...(about.cause === undefined ? {} : { reason: explanationOf({ causes: [CAUSE] }) }),
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
