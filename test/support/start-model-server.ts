import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AskedModel {
  readonly path: string;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

export interface ModelServer {
  readonly url: string;
  readonly asked: readonly AskedModel[];
  stop(): Promise<void>;
}

/** An OpenAI-compatible server that answers what `answer` says: a status (with the words of `refusal`), or the text of the message. */
export async function startModelServer(
  answer: (asked: AskedModel) => number | string,
  refusal = 'no',
): Promise<ModelServer> {
  const asked: AskedModel[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: AskedModel = {
        path: request.url ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as AskedModel['body'],
      };
      asked.push(one);
      const given = answer(one);
      response.writeHead(typeof given === 'number' ? given : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(typeof given === 'number' ? { error: { message: refusal } } : completion(given)),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
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
