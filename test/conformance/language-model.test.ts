import { ModelConnection } from '../../shared/config/configuration.ts';
import { TransientError } from '../../shared/errors/pipeline-error.ts';
import { createLanguageModel } from '../../shared/platform/language-model/create-language-model.ts';
import { modelClient } from '../../shared/platform/language-model/model-client.ts';
import {
  type LookAlikeReply,
  type LookAlikeRequest,
  startLookAlike,
} from '../support/look-alike/start-look-alike.ts';
import { scriptedModel, type ScriptedTurn } from '../support/scripted-model.ts';
import { itIsALanguageModel, type ModelTurn, type ModelUnderTest } from './language-model.ts';

const KEY = 'the-key-of-the-model';

itIsALanguageModel('Azure OpenAI', () =>
  startBehindServer({
    connection: { kind: 'azure-openai', model: 'gpt-deployment' },
    isRight: ({ method, path, query, headers }) =>
      method === 'POST' &&
      path === '/openai/deployments/gpt-deployment/chat/completions' &&
      query.get('api-version') === '2024-10-21' &&
      headers['api-key'] === KEY,
    reply: (content) => ({
      ...completion(content),
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
      system_fingerprint: 'fp_1',
    }),
  }),
);

itIsALanguageModel('Llama behind an OpenAI-compatible server', () =>
  startBehindServer({
    connection: { kind: 'openai-compatible', model: 'llama-3' },
    path: '/v1',
    isRight: ({ method, path, headers }) =>
      method === 'POST' && path === '/v1/chat/completions' && headers.authorization === `Bearer ${KEY}`,
    // As small models behind llama.cpp and Ollama answer: in a code fence, with times of their own and without usage.
    reply: (content) => ({
      ...completion(`\`\`\`json\n${content}\n\`\`\`\n`),
      usage: undefined,
      timings: { predicted_per_second: 31.2 },
    }),
  }),
);

itIsALanguageModel('the scripted model of the tests', async () => {
  let turn: ScriptedTurn = null;
  return {
    model: scriptedModel(() => turn),
    connection: 'scripted',
    name: 'scripted',
    next: (given) => {
      if ('says' in given) turn = given.says;
      else if ('hangs' in given) turn = null;
      else turn = new TransientError('MODEL_UNAVAILABLE', 'The model failed.');
    },
    secrets: [],
    stop: () => Promise.resolve(),
  };
});

async function startBehindServer(about: {
  readonly connection: { readonly kind: 'azure-openai' | 'openai-compatible'; readonly model: string };
  readonly path?: string;
  readonly isRight: (request: LookAlikeRequest) => boolean;
  readonly reply: (content: string) => object;
}): Promise<ModelUnderTest> {
  let turn: ModelTurn = { hangs: true };
  const server = await startLookAlike((request): LookAlikeReply => {
    if (!about.isRight(request)) return { status: 404, json: { error: { message: 'no such deployment' } } };
    if ('fails' in turn)
      return { status: turn.fails, json: { error: { message: `${KEY} ${request.body.toString()}` } } };
    return { status: 200, json: about.reply('says' in turn ? turn.says : '') };
  });
  const connection = ModelConnection.parse({
    id: 'models',
    ...about.connection,
    endpoint: `${server.url}${about.path ?? ''}`,
    keySecret: 'model-key',
    timeoutSeconds: 60,
  });
  const client = modelClient(connection, () => Promise.resolve(KEY), noCredential);
  const telemetry: Parameters<typeof createLanguageModel>[1] = {
    span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }),
  };
  return {
    // A circuit of its own for each question: what is tried here is one answer, not many failures in a row.
    model: {
      complete: (request, signal) => createLanguageModel([client], telemetry).complete(request, signal),
    },
    connection: 'models',
    name: about.connection.model,
    next(given) {
      turn = given;
      if ('breaks' in given) server.misbehave({ answer: { kind: 'reset' } });
      if ('hangs' in given) server.misbehave({ answer: { kind: 'hang' } });
    },
    secrets: [KEY],
    stop: () => server.stop(),
  };
}

function completion(content: string): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'look-alike',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null } }],
    usage: { prompt_tokens: 900, completion_tokens: 80, total_tokens: 980 },
  };
}

function noCredential(): never {
  throw new TypeError('A model with a key needs no identity.');
}
