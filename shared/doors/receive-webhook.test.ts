import { describe, expect, it } from 'vitest';
import { testPolicy } from '../../test/support/memory-pipeline.ts';
import { bodyOf, doorRequest, textOf } from '../../test/support/door-request.ts';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { connectionsOf, testMasker } from '../../test/support/memory-stage.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { EventNamed } from '../contracts/event-named.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import type { ChangeEvent, ChangeEvents, ParsedEvent } from '../ports/change-host.ts';
import { createBodyRoom } from './body-room.ts';
import { receiveWebhook } from './receive-webhook.ts';

const MIB = 1024 * 1024;
const PUSHED: ChangeEvent = { kind: 'change', intent: 'judge', event: 'push', change: rawChangeOf() };

describe('the webhook door', () => {
  it('accepts a change: one message, one run, the place to look at', async () => {
    const { door, sent } = setUp();

    const reply = await door(hook());

    const { runId, status } = bodyOf(reply) as { runId: string; status: string };
    expect(reply.status).toBe(202);
    expect(status).toBe(`https://perf.example/api/v1/runs/${runId}`);
    expect(reply.headers?.['location']).toBe(status);
    expect(sent.map(({ queue, messageId }) => [queue, messageId])).toEqual([
      ['requests', expect.stringMatching(`^${runId}:requests:[0-9a-f]{16}$`)],
    ]);
    expect(AnalysisRequested.parse(sent[0]?.envelope.data)).toMatchObject({
      intent: 'judge',
      trigger: { kind: 'webhook', event: 'push', deliveryId: 'delivery-1' },
      change: { connection: 'git', headSha: TEST_HEAD, number: '7' },
    });
  });

  it('answers the same delivery twice with one run and one message id', async () => {
    const { door, sent } = setUp();

    const first = await door(hook());
    const again = await door(hook());

    expect(bodyOf(again)).toEqual(bodyOf(first));
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('gives another push another run', async () => {
    const { door } = setUp();
    const other = setUp({ event: { ...PUSHED, change: rawChangeOf({ headSha: 'c'.repeat(40) }) } });

    expect(bodyOf(await other.door(hook()))).not.toEqual(bodyOf(await door(hook())));
  });

  it('answers 401 to a wrong signature and reads no further', async () => {
    const { door, sent, parsed } = setUp({ verifies: false });

    const reply = await door(hook());

    expect(reply.status).toBe(401);
    expect([sent, parsed()]).toEqual([[], 0]);
  });

  it.each([['nowhere'], ['__proto__'], ['']])(
    'answers 404 to the unknown connection "%s"',
    async (connection) => {
      const { door, verified } = setUp();

      const reply = await door(hook({ params: { connection } }));

      expect(reply.status).toBe(404);
      expect(verified()).toBe(0);
    },
  );

  it('answers 404 to a connection that takes no webhooks', async () => {
    const { door } = setUp();

    expect((await door(hook({ params: { connection: 'prometheus' } }))).status).toBe(404);
  });

  it('answers 413 to more than 25 MiB, announced or not, and stops reading there', async () => {
    const { door, verified } = setUp();
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += MIB;
        yield new Uint8Array(MIB);
      }
    }

    const unannounced = await door(hook({ body: endless() }));
    const announced = await door(hook({ headers: { 'content-length': String(25 * MIB + 1) } }));

    expect([unannounced.status, announced.status]).toEqual([413, 413]);
    expect(read).toBe(26 * MIB);
    expect(verified()).toBe(0);
  });

  it('takes a body of exactly 25 MiB', async () => {
    const { door } = setUp();

    expect((await door(hook({ body: new Uint8Array(25 * MIB) }))).status).toBe(202);
  });

  it('asks large bodies to come back while others fill the room, takes small ones, and takes large ones again after', async () => {
    const { door } = setUp();
    const rest = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(25 * MIB);
      held.resolve(undefined);
      await rest.promise;
    }
    const first = door(hook({ body: slow() }));
    await held.promise;

    const large = door(hook({ body: new Uint8Array(8 * MIB) }));
    const small = await door(hook({ body: new Uint8Array(MIB) }));

    await expect(large).rejects.toMatchObject({ code: 'TOO_BUSY', disposition: 'retry-later' });
    expect(small.status).toBe(202);
    rest.resolve(undefined);
    expect((await first).status).toBe(202);
    expect((await door(hook({ body: new Uint8Array(8 * MIB) }))).status).toBe(202);
  });

  it('answers 400 with the field that is wrong', async () => {
    const wrong = new PermanentError('INPUT_INVALID', 'object_attributes.iid: must be a number');
    const { door, sent } = setUp({ parse: wrong });

    const reply = await door(hook());

    expect(reply.status).toBe(400);
    expect(bodyOf(reply)).toMatchObject({ detail: 'object_attributes.iid: must be a number' });
    expect(sent).toEqual([]);
  });

  it('answers 202 to an event that it does not need, with the reason, and sends nothing', async () => {
    const { door, sent } = setUp({ event: { kind: 'ignored', event: 'pipeline', why: 'not a change' } });

    const reply = await door(hook());

    expect([reply.status, bodyOf(reply)]).toEqual([202, { ignored: 'not a change', event: 'pipeline' }]);
    expect(sent).toEqual([]);
  });

  it('puts an event that only names something on its queue by that name, and asks the host nothing', async () => {
    const about = { project: 'shop/orders', pipeline: '7' };
    const { door, sent } = setUp({ event: { kind: 'named', event: 'pipeline', about } });

    const replies = [await door(hook()), await door(hook())];

    const id = sent[0]?.envelope.subject;
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
    expect(replies[0] && bodyOf(replies[0])).toEqual({
      reading: id,
      event: 'pipeline',
      status: `https://perf.example/api/v1/runs/${id}`,
    });
    expect(sent.map(({ queue }) => queue)).toEqual(['event', 'event']);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect(EventNamed.parse(sent[0]?.envelope.data)).toEqual({
      connection: 'git',
      event: 'pipeline',
      deliveryId: 'delivery-1',
      about,
    });
  });

  it('accepts nothing that the broker has not: the sender will deliver again', async () => {
    const { door, runner } = setUp();
    Object.assign(runner.services.sender, {
      send: () => Promise.reject(new TransientError('QUEUE_UNAVAILABLE', 'Service Bus is down.')),
    });

    await expect(door(hook())).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', disposition: 'retry' });
  });

  it('keeps secrets of title, author and branches out of message and answer', async () => {
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const change = rawChangeOf({
      title: `Use ${secret}`,
      author: 'jane.doe@example.org',
      sourceBranch: `feature/${secret}`,
      targetBranch: `release/${secret}`,
      url: `https://oauth2:${secret}@git.example/shop/orders/-/merge_requests/7?token=${secret}`,
    });
    const { door, sent } = setUp({ event: { ...PUSHED, change } });

    const reply = await door(hook());

    expect(reply.status).toBe(202);
    expect(textOf(reply) + JSON.stringify(sent)).not.toContain(secret);
    expect(JSON.stringify(sent)).not.toContain('jane.doe');
  });

  it('masks names that an event brought along, and keeps its addresses as they are', async () => {
    const about = { project: 'shop/jane.doe@example.org' };
    const names = { beside: 'orders of jane.doe@example.org', none: null };
    const { door, sent } = setUp({ event: { kind: 'named', event: 'check_run', about, names } });

    await door(hook());

    expect(EventNamed.parse(sent[0]?.envelope.data).about).toEqual({
      ...about,
      beside: expect.stringMatching(/^orders of <email-/) as string,
      none: null,
    });
  });

  it('masks what an event calls itself when it answers why it is ignored', async () => {
    const name = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const { door } = setUp({ event: { kind: 'ignored', event: name, why: `"${name}" events mean nothing` } });

    const reply = await door(hook());

    expect(bodyOf(reply)).toEqual({
      event: expect.stringMatching(/^<secret-/) as string,
      ignored: expect.stringMatching(/^"<secret-.*>" events mean nothing$/) as string,
    });
  });

  it.each(['/merge_requests/7', '', 'javascript:alert(1)'])(
    'takes a change whose address is "%s", without the address: it is to be judged all the same',
    async (url) => {
      const { door, sent } = setUp({ event: { ...PUSHED, change: rawChangeOf({ url }) } });

      const reply = await door(hook());

      expect(reply.status).toBe(202);
      expect(AnalysisRequested.parse(sent[0]?.envelope.data).change.url).toBeNull();
    },
  );
});

function hook(about: Parameters<typeof doorRequest>[0] = {}) {
  return doorRequest({ path: '/api/webhooks/git', params: { connection: 'git' }, body: '{}', ...about });
}

function setUp(about: { verifies?: boolean; event?: ParsedEvent; parse?: Error } = {}) {
  const runner = createMemoryRunner();
  let verified = 0;
  let parsed = 0;
  const events: ChangeEvents = {
    async verify() {
      verified += 1;
      return about.verifies ?? true;
    },
    parse() {
      parsed += 1;
      if (about.parse !== undefined) throw about.parse;
      return { deliveryId: 'delivery-1', result: about.event ?? PUSHED };
    },
  };
  const door = receiveWebhook(
    {
      tenant: 'default',
      publicUrl: 'https://perf.example',
      connections: connectionsOf({ git: { events }, prometheus: {} }),
      connectionIds: ['git', 'prometheus'],
      sender: runner.services.sender,
      maskerOf: testMasker,
      policy: async () => ({ policy: testPolicy(), version: 'v-test' }),
      clock: runner.services.clock,
    },
    createBodyRoom(30 * MIB),
  );
  return { door, runner, sent: runner.sent, verified: () => verified, parsed: () => parsed };
}
