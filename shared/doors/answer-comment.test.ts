import { describe, expect, it } from 'vitest';
import { analysisOf, findingOf } from '../../test/support/analysis-of.ts';
import { doorRequest, textOf } from '../../test/support/door-request.ts';
import { createMemoryChangeHost, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { createMemoryRunner, TEST_NOW, TEST_RUN } from '../../test/support/memory-runner.ts';
import { connectionsOf, requestRecord, testMasker } from '../../test/support/memory-stage.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { recordRef } from '../contracts/run-record.ts';
import { answerComment } from './answer-comment.ts';

const RERUN = 'run-222222222222222222222222';
const WORD = '/perf-agent acknowledge http_req_duration p95 until 2026-12-31 because new tax rules';

describe('a comment with a command', () => {
  it('keeps the word of a member who may write, judges the change again and says so once', async () => {
    const { say, index, host, sent } = await setUp();

    const reply = await say(WORD, 'ada');

    const [word] = await index.listAcknowledgements(
      { tenant: 'default', limit: 10 },
      AbortSignal.timeout(1_000),
    );
    expect(reply.status).toBe(202);
    expect(word).toMatchObject({
      service: 'orders',
      branch: 'main',
      change: { project: 'shop/orders', number: '7' },
      metric: 'http_req_duration',
      statistic: 'p95',
      upTo: 0.84,
      until: '2027-01-01T00:00:00.000Z',
      owner: 'ada',
      via: 'comment',
    });
    expect(AnalysisRequested.parse(sent[0]?.envelope.data)).toMatchObject({
      rerun: 1,
      change: { headSha: TEST_HEAD },
    });
    expect(host.comments()).toEqual([expect.stringContaining('ada answers for')]);
  });

  it('asks for the run when the first delivery died between keeping the word and asking for it', async () => {
    const { say, sent, failNextSend } = await setUp();
    failNextSend();

    await expect(say(WORD, 'ada')).rejects.toThrow('the broker is away');
    expect(sent).toEqual([]);
    await say(WORD, 'ada');

    expect(sent.map(({ envelope }) => AnalysisRequested.parse(envelope.data).rerun)).toEqual([1]);
  });

  it('asks for no further run when the one that it asked for has judged', async () => {
    const { say, sent, index, judge } = await setUp();
    await say(WORD, 'ada');
    const rerun = AnalysisRequested.parse(sent[0]?.envelope.data);
    await judge(RERUN, rerun, new Date(TEST_NOW.getTime() + 60_000));

    await say(WORD, 'ada');

    expect(
      await index.listAcknowledgements({ tenant: 'default', limit: 10 }, AbortSignal.timeout(1_000)),
    ).toHaveLength(1);
    expect(new Set(sent.map(({ envelope }) => AnalysisRequested.parse(envelope.data).rerun))).toEqual(
      new Set([1]),
    );
  });

  it('remembers that the change shall become the baseline when it is merged, and pins nothing now', async () => {
    const { say, index, host } = await setUp();

    await say(WORD.replace(' because', ' as baseline because'), 'ada');

    const words = await index.listAcknowledgements(
      { tenant: 'default', limit: 10 },
      AbortSignal.timeout(1_000),
    );
    expect(words.map(({ asBaseline }) => asBaseline)).toEqual([true]);
    expect(await index.getPin('default', 'orders', 'main', AbortSignal.timeout(1_000))).toBeNull();
    expect(host.comments()).toEqual([expect.stringContaining('When it is merged')]);
  });

  it('does the same delivery twice with one word and one run', async () => {
    const { say, index, audit, sent } = await setUp();

    await say(WORD, 'ada');
    await say(WORD, 'ada');

    expect(
      await index.listAcknowledgements({ tenant: 'default', limit: 10 }, AbortSignal.timeout(1_000)),
    ).toHaveLength(1);
    expect(audit.entries).toHaveLength(1);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it.each([
    ['somebody who may only read', 'eve', 'only who may write'],
    ['the connection itself', 'bot', 'our own'],
  ])('does not hear %s, and writes nothing', async (_name, author, why) => {
    const { say, index, host, sent } = await setUp();

    const reply = await say(WORD, author);

    expect(textOf(reply)).toContain(why);
    expect(
      await index.listAcknowledgements({ tenant: 'default', limit: 10 }, AbortSignal.timeout(1_000)),
    ).toEqual([]);
    expect([sent, host.comments()]).toEqual([[], []]);
  });

  it.each([
    ['is not understood', '/perf-agent acknowledge cpu until soon because x y', 'Not understood'],
    [
      'is on a figure that is not worse',
      '/perf-agent acknowledge cpu until 2026-12-31 because slow',
      'Nothing to acknowledge',
    ],
    [
      'ends in the past',
      '/perf-agent acknowledge http_req_duration until 2020-01-01 because slow',
      'has passed',
    ],
  ])('says on the change when it %s, and keeps nothing', async (_name, text, said) => {
    const { say, index, host, sent } = await setUp();

    await say(text, 'ada');

    expect(host.comments()).toEqual([expect.stringContaining(said)]);
    expect(
      await index.listAcknowledgements({ tenant: 'default', limit: 10 }, AbortSignal.timeout(1_000)),
    ).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('leaves other comments alone without asking the host', async () => {
    const { say, host } = await setUp();
    host.change = null;

    expect(textOf(await say('Looks good', 'ada'))).toContain('no command');
  });
});

async function setUp() {
  const { services, sent, artifacts } = createMemoryRunner();
  const index = createMemoryIndex();
  const audit = createMemoryAudit();
  const host = createMemoryChangeHost();
  host.rights.set('ada', 'write').set('bot', 'own');
  const record = {
    schema: 'perf-agent.run-record.v1',
    runId: TEST_RUN,
    tenant: 'default',
    part: null,
    at: TEST_NOW.toISOString(),
    producer: 'test',
    inputs: [],
    emits: [],
    remarks: [],
  };
  const analysis = analysisOf({ answer: 'regression', findings: [findingOf()] });
  const request = {
    project: 'shop/orders',
    change: '7',
    headSha: TEST_HEAD,
    title: 'Faster basket',
    url: null,
  };
  const code = { baseSha: null, tree: null, patch: null, grounds: null, skip: null };
  const judge = async (runId: string, received: AnalysisRequested, at = TEST_NOW) => {
    const common = { ...record, runId };
    artifacts.put(recordRef(runId, 'receive'), { ...common, step: 'receive', output: received });
    artifacts.put(recordRef(runId, 'analyse'), { ...common, step: 'analyse', output: analysis });
    const row = { runId, tenant: 'default', at, step: 'plan', rank: 1, connection: 'git', service: 'orders' };
    await index.putRun({ ...row, request, code }, AbortSignal.timeout(1_000));
  };
  await judge(TEST_RUN, requestRecord());
  let isAway = false;
  const answer = answerComment({
    tenant: 'default',
    publicUrl: 'https://perf.example',
    producer: 'perf-agent/test',
    connections: connectionsOf({ git: { changes: host } }),
    connectionIds: ['git'],
    sender: {
      async send(messages, signal) {
        if (isAway) {
          isAway = false;
          throw new TransientError('QUEUE_UNAVAILABLE', 'the broker is away');
        }
        await services.sender.send(messages, signal);
      },
    },
    maskerOf: testMasker,
    clock: services.clock,
    policy: async () => ({ policy: testPolicy(), version: 'v-test' }),
    artifacts,
    audit,
    index,
  });
  const say = (text: string, author: string) =>
    answer(
      'git',
      {
        kind: 'comment',
        event: 'note',
        project: 'shop/orders',
        number: '7',
        comment: { id: '1', text, at: TEST_NOW, author: { id: '42', name: author } },
      },
      doorRequest({}),
    );
  const failNextSend = (): void => {
    isAway = true;
  };
  return { say, index, audit, host, sent, judge, failNextSend };
}
