import { TokenIssuer } from '../../../shared/config/configuration.ts';
import { Masked } from '../../../shared/contracts/masked.ts';
import { createTokenVerifier } from '../../../shared/platform/identity/create-token-verifier.ts';
import { createLanguageModel } from '../../../shared/platform/language-model/create-language-model.ts';
import { modelClient } from '../../../shared/platform/language-model/model-client.ts';
import { ModelReply } from '../../../shared/reasoning/model-reply.ts';
import { connectorKit } from '../../support/connector-kit.ts';
import { replayOf } from './replay.ts';
import { type Target, textOf } from './target.ts';

const WITHIN_MS = 5_000;
const ANSWER = { summary: 'a', causes: [{ text: 'b', evidence: ['E1'], confidence: 'low' }], fixes: [] };
const COMPLETION = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: JSON.stringify(ANSWER), refusal: null },
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 8, total_tokens: 17 },
};
const FILTERED = {
  error: {
    code: 'content_filter',
    message: 'no',
    innererror: { content_filter_result: { hate: { filtered: true, severity: 'high' } } },
  },
};
const ISSUER = TokenIssuer.parse({
  issuer: 'https://login.example/tenant/v2.0',
  audience: 'api://perf-agent',
  keys: 'https://login.example/keys',
});
// RFC 7517, appendix A.1; the signature fits nothing.
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  kid: '1',
  use: 'sig',
};

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const CLAIMS = { iss: ISSUER.issuer, aud: ISSUER.audience, sub: 's', exp: 9_999_999_999, roles: ['admin'] };
const TOKEN = `${part({ alg: 'RS256', kid: '1' })}.${part(CLAIMS)}.${Buffer.alloc(256).toString('base64url')}`;

/** Answers of models and of those who issue tokens, and the tokens themselves. */
export const ANSWER_TARGETS: readonly Target[] = [
  model('Azure OpenAI', 'azure-openai'),
  model('a compatible model', 'openai-compatible'),
  {
    name: 'answer of an issuer of tokens: its keys',
    read: (document) => verify(document, TOKEN),
    seeds: [JSON.stringify({ keys: [KEY, { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: '1', alg: 'RS256' }] })],
  },
  {
    name: 'token',
    read: (document) => verify(Buffer.from(JSON.stringify({ keys: [KEY] })), textOf(document)),
    seeds: [
      TOKEN,
      `${part({ alg: 'none' })}.${part(CLAIMS)}.`,
      `${part({ alg: 'HS256', jwk: KEY })}.${part(CLAIMS)}.AA`,
    ],
  },
];

function model(name: string, kind: 'azure-openai' | 'openai-compatible'): Target {
  const connection = {
    id: 'm',
    kind,
    endpoint: 'https://models.example/v1',
    model: 'm',
    apiVersion: '2024-10-21',
    keySecret: 'key',
    timeoutSeconds: 2,
    maxOutputTokens: 100,
  };
  const none = (): never => {
    throw new TypeError('No credential is asked for where a key is named.');
  };
  return {
    name: `answer of ${name}`,
    read(document) {
      const client = modelClient(connection, async () => 'key-of-the-fuzzer', none, replayOf(document).fetch);
      const asked = createLanguageModel([client], {
        span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }),
      });
      const words = {
        system: Masked.parse('s'),
        prompt: Masked.parse('p'),
        schemaName: 'reply',
        schema: ModelReply,
      };
      return asked.complete({ ...words, traceparent: null }, AbortSignal.timeout(WITHIN_MS));
    },
    seeds: [
      `200 {"content-type":"application/json"}\n${JSON.stringify(COMPLETION)}`,
      `400 {"content-type":"application/json"}\n${JSON.stringify(FILTERED)}`,
    ],
  };
}

/** Nobody here has signed a token that anybody believes. */
async function verify(keys: Uint8Array, token: string): Promise<void> {
  const { http } = connectorKit({}, { fetch: replayOf(keys).fetch });
  const verified = await createTokenVerifier([ISSUER], 'default', http).verify(token);
  if (verified !== null) throw new TypeError('A forged token was believed.');
}
