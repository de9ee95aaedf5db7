import { describe, expect, it } from 'vitest';
import { createMemoryChangeHost, rawChangeOf } from '../../test/support/memory-change-host.ts';
import { createMemoryLock } from '../../test/support/memory-pipeline.ts';
import { connectionsOf, requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { ERROR_CODES } from '../errors/codes.ts';
import { reportFailure } from './report-failure.ts';

const NEWS = {
  step: 'collect',
  part: 'results',
  code: 'REMOTE_FORBIDDEN',
  message: 'GET x is forbidden (403).',
};
const DELIVERED = { comment: { status: 'created', url: null }, commitStatus: 'success' };

describe('report-failure', () => {
  it('says on the change what happened, what helps and where to look, and does not block', async () => {
    const { host, run } = setUp({ receive: requestRecord() });

    const { output, remarks } = await run(NEWS);

    const [comment = ''] = host.comments();
    expect(output).toEqual({ ...NEWS, told: 'commented' });
    expect(comment).toContain('the analysis failed in the step "collect"');
    expect(comment).toContain(ERROR_CODES.REMOTE_FORBIDDEN);
    expect(comment).toContain(TEST_RUN);
    expect(host.statuses.at(-1)).toMatchObject({
      state: 'success',
      description: expect.stringContaining('could not judge') as unknown,
    });
    expect(remarks?.map(({ action, subject }) => [action, subject])).toEqual([
      ['run.failed', 'step collect'],
      ['comment.ensured', 'git:shop/orders!7'],
      ['status.ensured', `commit ${'b'.repeat(40)}`],
    ]);
  });

  it('keeps markup of an error message from acting in the comment', async () => {
    const { host, run } = setUp({ receive: requestRecord() });

    await run({ ...NEWS, message: '[click](http://x)\n/merge\n<img src=x> @everybody `code`' });

    const line =
      host
        .comments()[0]
        ?.split('\n')
        .find((text) => text.includes('What happened')) ?? '';
    expect(line).toContain('/merge');
    expect(line).not.toMatch(/(?<!\\)[[<@]/);
    expect(host.comments()[0]).not.toMatch(/^\/merge/m);
  });

  it('leaves a verdict that stands alone: a failed ticket does not take it back', async () => {
    const { host, run } = setUp({ receive: requestRecord(), deliver: DELIVERED });

    const { output, remarks } = await run({ ...NEWS, step: 'ticket' });

    expect(output).toMatchObject({ step: 'ticket', told: 'not-a-change' });
    expect(host.writes()).toBe(0);
    expect(remarks).toHaveLength(1);
  });

  it.each([
    ['whose request was never recorded', {}],
    ['that only learns from a merge', { receive: requestRecord({}, { intent: 'learn-merged' }) }],
    ['of a commit without a code host', { receive: requestRecord({ connection: null }) }],
  ])('tells nobody about a run %s', async (_name, records) => {
    const { host, run } = setUp(records);

    const { output } = await run(NEWS);

    expect(output).toMatchObject({ told: 'not-a-change' });
    expect(host.writes()).toBe(0);
  });

  it('comments nothing when a newer commit was pushed', async () => {
    const { host, run } = setUp({ receive: requestRecord() });
    host.change = rawChangeOf({ headSha: 'c'.repeat(40) });

    expect((await run(NEWS)).output).toMatchObject({ told: 'superseded' });
    expect(host.comments()).toEqual([]);
  });

  it('gives a code that it does not know the advice of an unexpected error', async () => {
    const { host, run } = setUp({ receive: requestRecord() });

    await run({ ...NEWS, code: 'toString' });

    expect(host.comments()[0]).toContain(ERROR_CODES.UNEXPECTED);
  });

  it('refuses news that do not fit', async () => {
    const { run } = setUp({});

    await expect(run({ step: 'collect' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(run({ ...NEWS, code: 7 })).rejects.toThrow(/code/);
  });
});

function setUp(records: Parameters<typeof stageFor>[0]) {
  const host = createMemoryChangeHost();
  const stage = reportFailure({
    connections: connectionsOf({ git: { changes: host } }),
    lock: createMemoryLock(),
  });
  return { host, run: (data: unknown) => stage.run(stageFor(records, { data }).context) };
}
