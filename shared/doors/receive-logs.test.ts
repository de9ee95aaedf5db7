import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest, TEST_CALLER } from '../../test/support/door-request.ts';
import { TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { sha256 } from '../audit/sha256.ts';
import { LogWindow } from '../contracts/log-evidence.ts';
import { createLogMining } from '../platform/log-workers/create-log-mining.ts';
import { receiveLogs } from './receive-logs.ts';

const QUERY = `service=orders&commit=${TEST_HEAD}`;
const LOG = Array.from(
  { length: 300 },
  (_, n) =>
    `2026-11-21T10:00:${10 + (n % 50)}Z INFO cart ${n} of user${n}@shop.example from 10.1.2.${n % 250}\n`,
).join('');

describe('the logs door', () => {
  it('keeps the patterns of a log once, masked, and no line of it', async () => {
    const { artifacts, push } = setUp();

    const first = await push(LOG, `${QUERY}&branch=main&environment=ci&durationSeconds=60`);
    const again = await push(LOG, `${QUERY}&branch=main&environment=ci&durationSeconds=60`);

    const [ref = ''] = artifacts.refs();
    const window = LogWindow.parse(JSON.parse(artifacts.texts()[ref] ?? ''));
    expect([first.status, again.status, artifacts.refs().length]).toEqual([201, 200, 1]);
    expect(bodyOf(first)).toMatchObject({
      ref,
      lines: 300,
      records: 300,
      masked: { email: 300, ip: 300 },
      created: true,
    });
    expect(bodyOf(again)).toMatchObject({ ref, created: false });
    expect(window).toMatchObject({
      service: 'orders',
      branch: 'main',
      environment: 'ci',
      durationSeconds: 60,
    });
    expect(JSON.stringify(window)).not.toMatch(/@shop\.example|10\.1\.2\./);
  });

  it('notes in the audit log who handed in which bytes and what is kept of them', async () => {
    const { artifacts, push, sent } = setUp();

    await push(gzipSync(LOG), QUERY, { 'content-encoding': 'gzip' });

    const [ref = ''] = artifacts.refs();
    expect(sent.map(({ queue, envelope }) => [queue, envelope.data])).toEqual([
      [
        'audit',
        expect.objectContaining({
          action: 'logs.received',
          subject: ref,
          inputs: [{ ref: 'body', sha256: sha256(LOG) }],
          outputs: [{ ref, sha256: sha256(artifacts.texts()[ref] ?? '') }],
          details: { service: 'orders', commit: TEST_HEAD, caller: `key ${TEST_CALLER.id}` },
        }),
      ],
    ]);
  });

  it('reads a packed log as the same log', async () => {
    const { artifacts, push } = setUp();

    await push(LOG);
    const packed = await push(gzipSync(LOG), QUERY, { 'content-encoding': 'gzip' });

    expect(packed.status).toBe(200);
    expect(artifacts.refs()).toHaveLength(1);
  });

  it('reads the same wherever the bytes arrive cut, within a character too', async () => {
    const bytes = Buffer.from('2026-11-21T10:00:10Z INFO größer als 7 €\n'.repeat(20));

    const whole = bodyOf(await setUp().push(bytes));
    const cut = bodyOf(await setUp().push(oneByOne(bytes)));

    expect(cut).toEqual(whole);
  });

  it('masks what names the log, too', async () => {
    const { artifacts, push } = setUp();

    await push(LOG, `${QUERY}&branch=fix/jane.roe@example.com&environment=jane.roe@example.com`);

    expect(JSON.stringify(artifacts.texts())).not.toContain('jane.roe');
  });

  it.each([
    ['no service', `commit=${TEST_HEAD}`, 'service'],
    ['a commit that is none', 'service=orders&commit=main', 'commit'],
    ['a duration of nothing', `${QUERY}&durationSeconds=0`, 'durationSeconds'],
    ['a duration that is no number', `${QUERY}&durationSeconds=long`, 'durationSeconds'],
  ])('refuses %s and names the field', async (_what, query, field) => {
    const { artifacts, push } = setUp();

    const reply = await push(LOG, query);

    expect(reply.status).toBe(400);
    expect(bodyOf(reply)).toMatchObject({
      title: 'INPUT_INVALID',
      detail: expect.stringContaining(field) as unknown,
    });
    expect(artifacts.refs()).toEqual([]);
  });

  it.each([
    ['an empty body', Buffer.alloc(0), {}, 'no line'],
    ['what is called packed and is not', Buffer.from(LOG), { 'content-encoding': 'gzip' }, 'gzip'],
    ['a packed log that is cut', gzipSync(LOG).subarray(0, 200), { 'content-encoding': 'gzip' }, 'gzip'],
  ])('refuses %s and keeps nothing', async (_what, body, headers, detail) => {
    const { artifacts, push } = setUp();

    const reply = await push(body, QUERY, headers);

    expect([reply.status, bodyOf(reply)]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringContaining(detail) as unknown }),
    ]);
    expect(artifacts.refs()).toEqual([]);
  });
});

function setUp() {
  const { artifacts, services, sent } = createMemoryRunner();
  const door = receiveLogs({
    ...services,
    tenant: 'default',
    artifacts,
    logs: createLogMining((key) => ({ runKey: key })),
    maskerOf: testMasker,
  });
  return {
    artifacts,
    sent,
    push: (
      body: string | Uint8Array | AsyncIterable<Uint8Array>,
      query = QUERY,
      headers: Readonly<Record<string, string>> = {},
    ) => door(doorRequest({ path: `/api/v1/logs?${query}`, body, headers, caller: TEST_CALLER })),
  };
}

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}
