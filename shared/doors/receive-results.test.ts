import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest, TEST_CALLER, textOf } from '../../test/support/door-request.ts';
import { k6Lines } from '../../test/support/k6-lines.ts';
import { TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { sha256 } from '../audit/sha256.ts';
import { Measurement } from '../contracts/measurement.ts';
import { receiveResults } from './receive-results.ts';

const QUERY = `service=orders&commit=${TEST_HEAD}&branch=main&environment=ci&fact.cpu=4`;
const LINES = k6Lines({ medianMs: 20, seed: 1 });
const SECRET = 'glpat-4kTz9QwXy7Rb2mNvLp3s';

describe('the results door', () => {
  it('keeps a result once as a measurement, with where and of what it was', async () => {
    const { artifacts, index, push } = setUp();

    const first = await push(LINES);
    const again = await push(LINES);

    const [ref = ''] = artifacts.refs();
    expect([first.status, again.status, artifacts.refs().length]).toEqual([201, 200, 1]);
    expect(bodyOf(first)).toMatchObject({ ref, tool: 'k6', created: true });
    expect(bodyOf(again)).toMatchObject({ ref, created: false });
    expect(Measurement.parse(JSON.parse(artifacts.texts()[ref] ?? ''))).toMatchObject({
      service: 'orders',
      commit: TEST_HEAD,
      branch: 'main',
      environment: { name: 'ci', facts: { cpu: '4' } },
      complete: true,
    });
    expect(index.results()).toEqual([expect.objectContaining({ ref, commit: TEST_HEAD, branch: 'main' })]);
    expect(new Set(index.history().map(({ resultRef }) => resultRef))).toEqual(new Set([ref]));
  });

  it('reads a packed body as the same result', async () => {
    const { artifacts, push } = setUp();

    await push(LINES);
    const packed = await push(gzipSync(LINES), { headers: { 'content-encoding': 'gzip' } });

    expect(packed.status).toBe(200);
    expect(artifacts.refs()).toHaveLength(1);
  });

  it('says that a stream which ends in the middle of a line is partial', async () => {
    const { artifacts, push } = setUp();

    const reply = await push(LINES.slice(0, -40));

    expect(reply.status).toBe(201);
    expect(artifacts.texts()[artifacts.refs()[0] ?? '']).toContain('"complete":false');
  });

  it.each([
    ['no service', `commit=${TEST_HEAD}`, /service/],
    ['a commit that is none', 'service=orders&commit=main', /commit/],
    ['a service that leads elsewhere', `service=..&commit=${TEST_HEAD}`, /service/],
    ['an environment without a name', QUERY.replace('environment=ci', 'environment='), /environment/],
  ])('answers 400 to %s, names the field and reads nothing', async (_name, query, said) => {
    const { artifacts, door } = setUp();
    let read = false;
    async function* untouched(): AsyncGenerator<Uint8Array> {
      read = true;
      yield new Uint8Array(1);
    }

    const reply = await door(doorRequest({ path: `/api/v1/results?${query}`, body: untouched() }));

    expect(reply.status).toBe(400);
    expect(textOf(reply)).toMatch(said);
    expect([read, artifacts.refs()]).toEqual([false, []]);
  });

  it.each([
    ['nothing at all', ''],
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['bytes of chance', randomBytes(2_000)],
    ['JSON of something else', '{"hello":"world"}'],
  ])('answers 400 to %s and keeps nothing', async (_name, body) => {
    const { artifacts, index, push } = setUp();

    const reply = await push(body);

    expect(reply.status).toBe(400);
    expect([artifacts.refs(), index.results(), index.history()]).toEqual([[], [], []]);
  });

  it.each([
    ['is cut', gzipSync(LINES).subarray(0, 500)],
    ['is none', Buffer.from('not packed')],
    ['was damaged', damaged(gzipSync(LINES))],
  ])('answers 400 to a packed body that %s', async (_name, body) => {
    const { artifacts, push } = setUp();

    const reply = await push(body, { headers: { 'content-encoding': 'gzip' } });

    expect(reply.status).toBe(400);
    expect(artifacts.refs()).toEqual([]);
  });

  it('unpacks a bomb as a stream: what it holds at a time stays small', async () => {
    const { push } = setUp();
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20), { level: 9 });
    const before = process.memoryUsage().rss;

    const reply = await push(bomb, { headers: { 'content-encoding': 'gzip' } });

    expect(bomb.length).toBeLessThan(300_000);
    expect(reply.status).toBe(400);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('ends the body when it refuses in the middle of it', async () => {
    const { push } = setUp();
    let ended = false;
    async function* long(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('x,y\n1,2\n"'.repeat(10_000));
      } finally {
        ended = true;
      }
    }

    expect((await push(long())).status).toBe(400);
    expect(ended).toBe(true);
  });

  it('does not answer for a client that stops in the middle', async () => {
    const { artifacts, push } = setUp();
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(LINES.slice(0, 2_000));
      throw new Error('aborted');
    }

    await expect(push(breaking())).rejects.toThrow('aborted');
    expect(artifacts.refs()).toEqual([]);
  });

  it('notes in the audit log who handed in which bytes and what is kept of them, under one key each time', async () => {
    const { artifacts, push, sent } = setUp();
    const body = k6Lines({ medianMs: 20, seed: 1 });

    await push(body, { caller: TEST_CALLER });
    await push(body, { caller: TEST_CALLER });

    const [ref = ''] = artifacts.refs();
    const notes = sent.filter(({ queue }) => queue === 'audit').map(({ envelope }) => envelope.data);
    expect(notes[0]).toMatchObject({
      action: 'results.received',
      runId: null,
      subject: ref,
      inputs: [{ ref: 'body', sha256: sha256(body) }],
      outputs: [{ ref, sha256: sha256(artifacts.texts()[ref] ?? '') }],
      details: { commit: TEST_HEAD, caller: `key ${TEST_CALLER.id}` },
    });
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('keeps secrets of labels, branch, service and facts out of answer, artifact and index', async () => {
    const { artifacts, index, door } = setUp();
    const body = k6Lines({ medianMs: 20, seed: 1, url: `/orders?token=${SECRET}` });
    const query = `service=${SECRET}&commit=${TEST_HEAD}&branch=feature/${SECRET}&environment=${SECRET}&fact.token=${SECRET}`;

    const reply = await door(doorRequest({ path: `/api/v1/results?${query}`, body }));

    const left = textOf(reply) + JSON.stringify([artifacts.texts(), index.results(), index.history()]);
    expect(left).not.toContain(SECRET);
    expect(artifacts.refs()).toHaveLength(reply.status === 201 ? 1 : 0);
  });
});

function setUp() {
  const { artifacts, services, sent } = createMemoryRunner();
  const index = createMemoryIndex();
  const policy = async () => ({ policy: testPolicy(), version: 'v-test' });
  const door = receiveResults({
    ...services,
    ...{ tenant: 'default', artifacts, index, policy },
    maskerOf: testMasker,
  });
  const push = (
    body: string | Uint8Array | AsyncIterable<Uint8Array>,
    more: Parameters<typeof doorRequest>[0] = {},
  ) => door(doorRequest({ path: `/api/v1/results?${QUERY}`, body, ...more }));
  return { artifacts, index, door, push, sent };
}

function damaged(packed: Buffer): Buffer {
  const copy = Buffer.from(packed);
  copy.fill(0xff, 300, 340);
  return copy;
}
