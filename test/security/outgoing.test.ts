import { gzipSync, brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { kitWithin } from '../../shared/platform/http-client/kit-within.ts';
import { createPinnedFetch } from '../../shared/platform/http-client/pinned-fetch.ts';
import { modelClient } from '../../shared/platform/language-model/model-client.ts';
import { clientWith, failureOf, options, SECRET, Thing } from '../support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../support/local-server.ts';

stopServersAfterEach();

const MEBI = 1024 * 1024;

function pinned(answers: readonly string[], privateHosts: readonly string[] = []) {
  let asked = 0;
  const resolve = async () => {
    const address = answers[Math.min(asked++, answers.length - 1)] ?? '';
    return [{ address, family: address.includes(':') ? 6 : 4 }];
  };
  return { send: createPinnedFetch({ privateHosts, resolve }), asked: () => asked };
}

describe('requests that leave', () => {
  it.each([
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['the metadata service as one number', 'http://2852039166/'],
    ['the metadata service in octal', 'http://0251.0376.0251.0376/'],
    ['the metadata service in hexadecimal', 'http://0xa9fea9fe/'],
    ['the metadata service within IPv6', 'http://[::ffff:169.254.169.254]/'],
    ['the metadata service within IPv6, the old way', 'http://[::169.254.169.254]/'],
    ['the metadata service behind a NAT64 of its own', 'http://[64:ff9b:1:a9fe:a9:fe08:808:808]/'],
    ['the metadata service behind NAT64', 'http://[64:ff9b::a9fe:a9fe]/'],
    ['the metadata service of another cloud', 'http://100.100.100.200/'],
    ['the metadata service over IPv6', 'http://[fd00:ec2::254]/'],
    ['a link-local address', 'http://[fe80::1]/'],
    ['the address of nobody', 'http://0.0.0.0/'],
    ['everybody', 'http://255.255.255.255/'],
    ['a group', 'http://224.0.0.1/'],
  ])('never go to %s', async (_what, address) => {
    const { send } = pinned(['203.0.113.1']);

    await expect(send(address)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '172.16.0.9',
    '169.254.169.254',
    '::1',
    'fd12::1',
    '::ffff:10.0.0.1',
    '100.64.0.1',
  ])('do not follow a public name to %s', async (address) => {
    const server = await serve(json(200, { name: 'inside' }));
    const { send } = pinned([address]);

    await expect(send(`http://rebound.example:${server.url().port}/`)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    expect(server.seen).toEqual([]);
  });

  it('go to the very address that was judged: a name that turns to this machine afterwards is not asked again', async () => {
    const server = await serve(json(200, { name: 'inside' }));
    const { send, asked } = pinned(['203.0.113.1', '127.0.0.1'], []);
    const signal = AbortSignal.timeout(500);

    await expect(send(`http://rebound.example:${server.url().port}/`, { signal })).rejects.toThrow();

    expect(asked()).toBe(1);
    expect(server.seen).toEqual([]);
  });

  it('reach a private address behind a name that the configuration names, but never the metadata service', async () => {
    const server = await serve(json(200, { name: 'inside' }));
    const named = ['git.internal'];

    const reply = await pinned(['127.0.0.1'], named).send(`http://git.internal:${server.url().port}/`);
    const refused = pinned(['169.254.169.254'], named).send('http://git.internal/');

    expect(await reply.json()).toEqual({ name: 'inside' });
    await expect(refused).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('say through the HTTP client that the address is refused, and are not tried again', async () => {
    const { send, asked } = pinned(['10.0.0.5']);
    const failure = await failureOf(
      clientWith({ fetch: send }).getJson(new URL('https://git.example/api'), Thing, options()),
    );

    expect(failure).toMatchObject({ code: 'ADDRESS_REFUSED', disposition: 'dead-letter' });
    expect(failure.message).toContain('network.allowPrivateHosts');
    expect(asked()).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])('do not carry a token along a redirect (%i)', async (status) => {
    const thief = await serve(json(200, { name: 'thief' }));
    const server = await serve((_request, response) => {
      response.writeHead(status, { location: thief.url('/steal').href });
      response.end();
    });

    const failure = await failureOf(clientWith().getJson(server.url('/a'), Thing, options()));

    expect(failure.code).toBe('REMOTE_REFUSED');
    expect(thief.seen).toEqual([]);
    expect(JSON.stringify(failure)).not.toContain(SECRET);
  });

  it("do not carry a model's key along a redirect", async () => {
    const thief = await serve(json(200, {}));
    const server = await serve((_request, response) => {
      response.writeHead(307, { location: thief.url('/steal').href });
      response.end();
    });
    const none = (): never => {
      throw new TypeError('No credential is needed here.');
    };
    const connection = {
      id: 'm',
      kind: 'azure-openai' as const,
      endpoint: server.url('/').origin,
      model: 'm',
      apiVersion: '2024-10-21',
      keySecret: 'key',
      timeoutSeconds: 10,
      maxOutputTokens: 10,
    };
    const client = await modelClient(connection, async () => SECRET, none).client();

    const asked = client.chat.completions.create({ model: 'm', messages: [] }, { maxRetries: 0 });

    await expect(asked).rejects.toThrow();
    expect(server.seen).toHaveLength(1);
    expect(thief.seen).toEqual([]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('end at the limit when a small %s answer unpacks into a large one', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(64 * MEBI, 0x20));
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' });
      response.end(bomb);
    });
    const before = process.memoryUsage().rss;

    const failure = await failureOf(
      clientWith().getJson(server.url(), Thing, { ...options(), maxBytes: MEBI }),
    );

    expect(bomb.byteLength).toBeLessThan(MEBI);
    expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID' });
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * MEBI);
  });

  it('end at the limit when an answer never ends', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write('x'.repeat(64 * 1024)), 1);
      response.on('close', () => clearInterval(timer));
    });

    const failure = await failureOf(clientWith().getBytes(server.url(), { ...options(), maxBytes: MEBI }));

    expect(failure.code).toBe('REMOTE_REPLY_INVALID');
  });

  it.each([
    'http://git.example/',
    'ftp://git.example/',
    'file:///etc/passwd',
    'https://user:pass@git.example/',
  ])('are not made to %s', async (address) => {
    const failure = await failureOf(clientWith().getJson(new URL(address), Thing, options()));

    expect(failure.code).toBe('CONFIG_INVALID');
    expect(failure.message).not.toContain('pass@');
  });
});

describe('the kit of a connection', () => {
  const hook = 'https://hooks.example/workflows/1?sig=abc';

  function kitOf(settings: unknown) {
    const { http } = { http: clientWith() };
    const secret = async (name: string) => (name === 'hook' ? hook : 'no address');
    return kitWithin({ http, clock: { now: () => new Date() }, secret }, 'git', settings);
  }

  it('asks the hosts of its settings and no other, whatever a reply names', async () => {
    const own = await serve(json(200, { name: 'own' }));
    const other = await serve(json(200, { name: 'other' }));
    const { http } = kitOf({ baseUrl: own.url('/api').href, nested: { list: ['no address'] } });

    const reply = await http.getJson(own.url(), Thing, options());
    const calls = [
      http.getJson(other.url(), Thing, options()),
      http.getBytes(other.url(), options()),
      http.postForm(other.url(), {}, options()),
      http.sendJson('POST', other.url(), {}, z.unknown(), options()),
      http.postFile(
        other.url(),
        { field: 'f', name: 'n', type: 't', bytes: new Uint8Array() },
        z.unknown(),
        options(),
      ),
    ];
    const failures = await Promise.all(calls.map(failureOf));

    expect(reply?.body).toEqual({ name: 'own' });
    expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'ADDRESS_REFUSED'));
    expect(other.seen).toEqual([]);
  });

  it('may ask the host of an address that is a secret once it was read, and never says that address', async () => {
    const kit = kitOf({ webhookUrlSecret: 'hook' });
    const url = new URL('https://hooks.example.evil.example/workflows/1');

    await kit.secret('hook');
    const failure = await failureOf(kit.http.getBytes(url, options()));

    expect(failure.code).toBe('ADDRESS_REFUSED');
    expect(failure.message).not.toContain('sig=');
  });
});
