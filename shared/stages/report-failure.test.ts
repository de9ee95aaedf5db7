import { describe, expect, it } from 'vitest';
import { createMemoryChangeHost, rawChangeOf } from '../../test/support/memory-change-host.ts';
import { createMemoryLock } from '../../test/support/memory-pipeline.ts';
import { connectionsOf, requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { recordRef } from '../contracts/run-record.ts';
import { ERROR_CODES } from '../errors/codes.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { MOST_FAILURES } from '../pipeline/settlement.ts';
import type { Lock } from '../ports/lock.ts';
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

  it('takes a step that another delivery has done meanwhile for done', async () => {
    const { host, run } = setUp({ receive: requestRecord(), 'collect/results': {} });

    const { output, remarks } = await run(NEWS);

    expect(output).toMatchObject({ step: 'collect', told: 'went-on' });
    expect(remarks).toBeUndefined();
    expect(host.writes()).toBe(0);
  });

  it('tells of a record that cannot be read, although it stands', async () => {
    const { host, run } = setUp({ receive: requestRecord(), 'collect/results': {} });

    const { output } = await run({ ...NEWS, code: 'ARTIFACT_INVALID' });

    expect(output).toMatchObject({ told: 'commented' });
    expect(host.comments()).toHaveLength(1);
  });

  it('says of a run that its end overtook what it had reached', async () => {
    const end = { inTime: false, missing: [], reached: 'analyse' };
    const { host, run } = setUp({ receive: requestRecord(), 'deadline/end': end }, { part: 'end' });

    const { output } = await run(undefined);

    expect(output).toMatchObject({ code: 'RUN_OVERDUE', told: 'commented' });
    const [comment = ''] = host.comments();
    expect(comment).toContain('No performance verdict: the analysis did not end in time');
    expect(comment).toContain('the last of its steps that was done is "analyse"');
    expect(comment).toContain(ERROR_CODES.RUN_OVERDUE);
    expect(comment).not.toContain('dead-letters');
  });

  it('does not end a run whose verdict came while its end was on the way', async () => {
    const end = { inTime: false, missing: [], reached: 'report' };
    const records = { receive: requestRecord(), 'deadline/end': end, deliver: DELIVERED };
    const { host, run } = setUp(records, { part: 'end' });

    expect((await run(undefined)).output).toMatchObject({ told: 'went-on' });
    expect(host.writes()).toBe(0);
  });

  it('does not call a run failed whose verdict is told while its end is at its last try', async () => {
    const end = { inTime: false, missing: [], reached: 'report' };
    const records = { receive: requestRecord(), 'deadline/end': end };
    const { context, artifacts } = stageFor(records, { part: 'end', failures: MOST_FAILURES - 1 });
    const host = createMemoryChangeHost();
    const verdictFirst: Lock = {
      async withLock(_key, signal, work) {
        const ref = recordRef(TEST_RUN, 'deliver');
        const told = await stageFor({ deliver: DELIVERED }).artifacts.read(ref, signal);
        artifacts.put(ref, JSON.parse(new TextDecoder().decode(told?.bytes)));
        return work();
      },
    };
    const stage = reportFailure({
      connections: connectionsOf({ git: { changes: host } }),
      lock: verdictFirst,
    });

    const { output, remarks } = await stage.run(context);

    expect(output).toMatchObject({ told: 'went-on' });
    expect(remarks).toBeUndefined();
    expect(host.writes()).toBe(0);
  });

  it.each([
    ['waits for a code host that does not answer', 0, undefined],
    [
      'ends the run without it at the last try',
      MOST_FAILURES - 1,
      { code: 'RUN_OVERDUE', told: 'unreached' },
    ],
  ])('%s', async (_name, failures, expected) => {
    const end = { inTime: false, missing: [], reached: 'analyse' };
    const more = { part: 'end', failures };
    const { host, run } = setUp({ receive: requestRecord(), 'deadline/end': end }, more);
    const error = new TransientError('REMOTE_UNAVAILABLE', 'GET git.example failed with status 502.');
    host.failNext = { call: 'fetchChange', error };

    const telling = run(undefined);

    if (expected === undefined) await expect(telling).rejects.toBe(error);
    else expect((await telling).output).toMatchObject(expected);
  });

  it('refuses news that do not fit', async () => {
    const { run } = setUp({});

    await expect(run({ step: 'collect' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(run({ ...NEWS, code: 7 })).rejects.toThrow(/code/);
  });
});

function setUp(records: Parameters<typeof stageFor>[0], more: Parameters<typeof stageFor>[1] = {}) {
  const host = createMemoryChangeHost();
  const stage = reportFailure({
    connections: connectionsOf({ git: { changes: host } }),
    lock: createMemoryLock(),
  });
  return { host, run: (data: unknown) => stage.run(stageFor(records, { ...more, data }).context) };
}
