import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import { ModelConnection } from '../../config/configuration.ts';
import { Masked } from '../../contracts/masked.ts';
import type { SpanAttributes } from '../../ports/telemetry.ts';
import { createLanguageModel } from './create-language-model.ts';
import { modelClient } from './model-client.ts';

const KEY = 'sk-the-key-of-the-model';
const PROMPT = 'p95 rose from 100 ms to 184 ms';
const Reply = z.object({ cause: z.string() });
const ANSWER = JSON.stringify({ cause: 'a query for each item' });

describe('the language model', () => {
  stopServersAfterEach();

  it('gives the answer in the shape that was asked for, with usage, and says who answered', async () => {
    const { ask, asked } = await startModels(completion(ANSWER));

    const answer = await ask();

    expect(answer).toEqual({
      value: { cause: 'a query for each item' },
      text: ANSWER,
      usage: { inputTokens: 900, outputTokens: 80 },
      connection: 'model-0',
      model: 'tester',
      failovers: [],
    });
    expect(asked(0)).toMatchObject({
      model: 'tester',
      messages: [
        { role: 'system', content: 'Explain.' },
        { role: 'user', content: PROMPT },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'reply', strict: true } },
      max_completion_tokens: 2_000,
    });
  });

  it('takes JSON out of the code fence that small models like', async () => {
    const { ask } = await startModels(completion(`\`\`\`json\n${ANSWER}\n\`\`\``));

    expect((await ask()).value).toEqual({ cause: 'a query for each item' });
  });

  it.each([
    ['is over its quota', json(429, { error: { message: PROMPT } }), /quota \(429\)/],
    ['fails', json(500, { error: { message: PROMPT } }), /status 500/],
    ['does not accept the key', json(401, { error: { message: KEY } }), /status 401/],
    ['hangs up', (request) => void request.socket.destroy(), /no connection/],
    ['does not answer', () => undefined, /in time/],
    ['answers with prose', completion('The cause is a query.'), /did not answer with JSON/],
    ['answers in another shape', completion('{"reason":"x"}'), /did not keep to the schema/],
    ['answers nothing', completion(''), /answered nothing/],
    ['runs out of tokens', completion(ANSWER, { finish_reason: 'length' }), /ran out of tokens/],
    [
      'is stopped by its filter',
      completion(ANSWER, {
        finish_reason: 'content_filter',
        content_filter_results: { violence: { filtered: true }, hate: { filtered: false } },
      }),
      /content filter \(violence\)/,
    ],
    ['gives no choice', json(200, { id: 'x', choices: [] }), /no choice/],
    ['answers with half a document', text('{"id":"x","choices":[{"ind'), /not JSON/],
    ['answers with something else', json(200, { id: 'x', error: 'none' }), /no completion: choices/],
    ['answers with null', text('null'), /no completion/],
    ['gives a choice without words', completion(ANSWER, { message: null }), /answered nothing/],
    [
      'answers more than it can have to say',
      text(`"${'x'.repeat(5 * 1024 * 1024)}"`),
      /more than 4194304 bytes/,
    ],
    ['packs much into little', packed(Buffer.alloc(8 * 1024 * 1024, 0x20)), /more than 4194304 bytes/],
  ])('asks the next model, once, when the first one %s, and says why', async (_name, listener, why) => {
    const { ask, servers } = await startModels(listener, completion(ANSWER));

    const answer = await ask();

    expect(answer.connection).toBe('model-1');
    expect(answer.failovers).toEqual([{ connection: 'model-0', why: expect.stringMatching(why) as unknown }]);
    expect(servers.map(({ seen }) => seen.length)).toEqual([1, 1]);
  });

  it('comes back later when no model answers, and quotes neither prompt nor key', async () => {
    const down = json(500, { error: { message: `${PROMPT} ${KEY}` } });
    const { ask } = await startModels(down, down);

    const failure: unknown = await ask().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE', disposition: 'retry' });
    expect(String(failure)).toMatch(/model-0: .*model-1: /);
    expect(String(failure)).not.toContain(PROMPT);
    expect(String(failure)).not.toContain(KEY);
  });

  it('asks nobody else when the caller gave up', async () => {
    const { ask, servers, spans } = await startModels(() => undefined, completion(ANSWER));

    await expect(ask(AbortSignal.timeout(100))).rejects.toThrow();

    expect(servers[1]?.seen).toEqual([]);
    expect(spans).toHaveLength(1);
  });

  it('tells a span of each question, without a word of it', async () => {
    const { ask, spans } = await startModels(json(500, {}), completion(ANSWER));

    await ask();

    expect(spans.map(({ name }) => name)).toEqual(['chat tester', 'chat tester']);
    expect(spans[1]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 900,
      'gen_ai.usage.output_tokens': 80,
    });
    expect(JSON.stringify(spans)).not.toContain(PROMPT);
  });
});

describe('modelClient', () => {
  it('refuses an endpoint that would carry prompt and key over plain http', () => {
    const connection = connectionTo('http://models.example/v1', 0);

    expect(() => modelClient(connection, async () => KEY, noCredential)).toThrow(/"model-0" must be https/);
  });

  it('asks for the key when the first question comes, and not before', async () => {
    const asked: string[] = [];
    const secret = async (name: string): Promise<string> => {
      asked.push(name);
      return KEY;
    };
    const client = modelClient(connectionTo('https://models.example/v1', 0), secret, noCredential);

    const before = [...asked];
    await client.client();

    expect([before, asked]).toEqual([[], ['model-key']]);
  });
});

/** Models in the order asked, each behind a server of its own. */
async function startModels(...listeners: readonly RequestListener[]) {
  const servers = await Promise.all(listeners.map((listener) => serve(listener)));
  const spans: { name: string; attributes: SpanAttributes }[] = [];
  const clients = servers.map((server, number) =>
    modelClient(connectionTo(server.url('/v1').href, number), async () => KEY, noCredential),
  );
  const model = createLanguageModel(clients, {
    span(name, { attributes }, work) {
      const span = { name, attributes: { ...attributes } };
      spans.push(span);
      return work({ traceparent: null, set: (more) => void Object.assign(span.attributes, more) });
    },
  });
  const ask = (signal = AbortSignal.timeout(20_000)) =>
    model.complete(
      {
        system: Masked.parse('Explain.'),
        prompt: Masked.parse(PROMPT),
        schemaName: 'reply',
        schema: Reply,
        traceparent: null,
      },
      signal,
    );
  const asked = (number: number): unknown => JSON.parse(servers[number]?.seen[0]?.body ?? 'null');
  return { ask, asked, servers, spans };
}

function connectionTo(endpoint: string, number: number): ModelConnection {
  return ModelConnection.parse({
    id: `model-${number}`,
    kind: 'openai-compatible',
    endpoint,
    model: 'tester',
    keySecret: 'model-key',
    timeoutSeconds: 0.5,
  });
}

function noCredential(): never {
  throw new TypeError('A model with a key needs no identity.');
}

function text(body: string): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  };
}

function packed(body: Buffer): RequestListener {
  const small = gzipSync(body);
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(small);
  };
}

function completion(content: string, choice: object = {}): RequestListener {
  return json(200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'tester',
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null }, ...choice },
    ],
    usage: { prompt_tokens: 900, completion_tokens: 80, total_tokens: 980 },
  });
}
