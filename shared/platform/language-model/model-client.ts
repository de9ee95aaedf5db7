import type { TokenCredential } from '@azure/identity';
import type { ModelConnection } from '../../config/configuration.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';
import { readBody } from '../http-client/read-body.ts';
import { isLoopback } from '../system/is-loopback.ts';
import type { ModelClient } from './ask-model.ts';

/** An answer is a few thousand tokens; an error page is no longer. */
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
const WITHOUT_BODY = new Set([204, 205, 304]);
const AZURE_SCOPE = 'https://cognitiveservices.azure.com/.default';

/**
 * Configured connection → client, made on the first question: the SDK is not loaded by runs that ask no model. A redirect is not followed: the
 * key of Azure's models stands in a header that would go along.
 */
export function modelClient(
  connection: ModelConnection,
  secret: (name: string) => Promise<string>,
  credential: () => TokenCredential,
  send: typeof fetch = fetch,
): ModelClient {
  const { id, kind, model, maxOutputTokens, endpoint, apiVersion, keySecret } = connection;
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new PermanentError(
      'CONFIG_INVALID',
      `The endpoint of the model "${id}" must be https (or this machine).`,
    );
  }
  const fetchOnce: typeof fetch = async (input, init) =>
    bounded(id, await send(input, { ...init, redirect: 'manual' }));
  return {
    id,
    kind,
    model,
    maxOutputTokens,
    price: connection.price,
    timeoutMs: connection.timeoutSeconds * 1_000,
    async client() {
      const { OpenAI, AzureOpenAI } = await import('openai');
      const apiKey = keySecret === undefined ? undefined : await secret(keySecret);
      if (kind === 'openai-compatible')
        return new OpenAI({ baseURL: endpoint, apiKey: apiKey ?? 'none', fetch: fetchOnce });
      if (apiKey !== undefined)
        return new AzureOpenAI({ endpoint, apiKey, apiVersion, deployment: model, fetch: fetchOnce });
      const { getBearerTokenProvider } = await import('@azure/identity');
      const azureADTokenProvider = getBearerTokenProvider(credential(), AZURE_SCOPE);
      return new AzureOpenAI({
        endpoint,
        azureADTokenProvider,
        apiVersion,
        deployment: model,
        fetch: fetchOnce,
      });
    },
  };
}

/** The client reads bodies without a limit; here it gets one that was read within it, counted after unpacking. */
async function bounded(id: string, response: Response): Promise<Response> {
  const { status } = response;
  const body = await readBody(response, MOST_ANSWER_BYTES, `The model "${id}"`);
  const headers = new Headers(response.headers);
  // It is unpacked by now.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Response(WITHOUT_BODY.has(status) ? null : Uint8Array.from(body), { status, headers });
}
