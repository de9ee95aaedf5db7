import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { bodyOf, doorRequest, textOf } from '../../test/support/door-request.ts';
import { createMemoryChangeHost, TEST_BASE, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { connectionsOf, testMasker } from '../../test/support/memory-stage.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { requestAnalysis } from './request-analysis.ts';

describe('the door for requests by hand', () => {
  it('asks for the verdict on a change as its host tells it', async () => {
    const { ask, sent } = setUp();

    const reply = await ask({ connection: 'git', project: 'shop/orders', number: '7', rerun: 2 });

    expect(reply.status).toBe(202);
    expect(AnalysisRequested.parse(sent[0]?.envelope.data)).toMatchObject({
      intent: 'judge',
      rerun: 2,
      trigger: { kind: 'api' },
      change: { headSha: TEST_HEAD, baseSha: TEST_BASE, title: 'Faster basket' },
    });
  });

  it('asks for the verdict on a commit that is on no code host', async () => {
    const { ask, sent } = setUp();

    await ask({ project: 'orders', headSha: TEST_HEAD, service: 'orders', via: 'command-line' });

    expect(AnalysisRequested.parse(sent[0]?.envelope.data)).toMatchObject({
      service: 'orders',
      trigger: { kind: 'command-line' },
      change: { connection: null, number: null, headSha: TEST_HEAD },
    });
  });

  it('makes the same request one run, and a re-run another', async () => {
    const { ask } = setUp();
    const wanted = { project: 'orders', headSha: TEST_HEAD };

    const runs = [await ask(wanted), await ask(wanted), await ask({ ...wanted, rerun: 1 })].map(
      (reply) => (bodyOf(reply) as { runId: string }).runId,
    );

    expect(runs[1]).toBe(runs[0]);
    expect(runs[2]).not.toBe(runs[0]);
  });

  it.each([
    ['a field that there is not', { project: 'orders', headSha: TEST_HEAD, head: 'x' }, /head/],
    ['a commit that is none', { project: 'orders', headSha: 'main' }, /headSha/],
    ['neither commit nor change', { project: 'orders' }, /headSha: give a commit/],
    ['a re-run that is no whole number', { project: 'orders', headSha: TEST_HEAD, rerun: 0.5 }, /rerun/],
    ['a connection that there is not', { project: 'o', connection: 'jira', number: '7' }, /knows git/],
    ['no project', { headSha: TEST_HEAD }, /project/],
  ])('answers 400 to %s, says what is wrong and sends nothing', async (_name, wanted, said) => {
    const { ask, sent } = setUp();

    const reply = await ask(wanted);

    expect(reply.status).toBe(400);
    expect(textOf(reply)).toMatch(said);
    expect(sent).toEqual([]);
  });

  it('answers 404 to a change that its host does not have', async () => {
    const { ask, sent } = setUp();

    const reply = await ask({ connection: 'git', project: 'shop/orders', number: '99' });

    expect(reply.status).toBe(404);
    expect(textOf(reply)).toContain('shop/orders!99');
    expect(sent).toEqual([]);
  });

  it.each(['', '{"project":', '\xff'])('refuses the body %j as no JSON', async (body) => {
    const { door } = setUp();

    await expect(door(doorRequest({ body: Buffer.from(body, 'latin1') }))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      disposition: 'dead-letter',
    });
  });

  it('answers 413 to more than 64 KiB', async () => {
    const { ask } = setUp();

    expect((await ask({ project: 'x'.repeat(64 * 1024), headSha: TEST_HEAD })).status).toBe(413);
  });
});

function setUp() {
  const { services, sent } = createMemoryRunner();
  const door = requestAnalysis({
    tenant: 'default',
    publicUrl: 'https://perf.example',
    connections: connectionsOf({ git: { changes: createMemoryChangeHost() } }),
    connectionIds: ['git'],
    sender: services.sender,
    maskerOf: testMasker,
    policy: async () => ({ policy: testPolicy(), version: 'v-test' }),
    clock: services.clock,
  });
  const ask = (wanted: unknown) => door(doorRequest({ path: '/api/v1/runs', body: JSON.stringify(wanted) }));
  return { door, ask, sent };
}
