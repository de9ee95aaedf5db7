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
import { recordRef } from '../contracts/run-record.ts';
import { answerComment } from './answer-comment.ts';

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

  it('does the same delivery twice with one word and one run', async () => {
    const { say, index, audit, sent } = await setUp();

    await say(WORD, 'ada');
    await say(WORD, 'ada');

    expect(
      await index.listAcknowledgements({ tenant: 'default', limit: 10 }, AbortSignal.timeout(1_000)),
    ).toHaveLength(1);
    expect(audit.entries).toHaveLength(1);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(sent.length);
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
  artifacts.put(recordRef(TEST_RUN, 'receive'), { ...record, step: 'receive', output: requestRecord() });
  artifacts.put(recordRef(TEST_RUN, 'analyse'), {
    ...record,
    step: 'analyse',
    output: analysisOf({ answer: 'regression', findings: [findingOf()] }),
  });
  const request = {
    project: 'shop/orders',
    change: '7',
    headSha: TEST_HEAD,
    title: 'Faster basket',
    url: null,
  };
  await index.putRun(
    { runId: TEST_RUN, tenant: 'default', at: TEST_NOW, step: 'receive', rank: 0, request },
    AbortSignal.timeout(1_000),
  );
  const answer = answerComment({
    tenant: 'default',
    publicUrl: 'https://perf.example',
    producer: 'perf-agent/test',
    connections: connectionsOf({ git: { changes: host } }),
    connectionIds: ['git'],
    sender: services.sender,
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
  return { say, index, audit, host, sent };
}
