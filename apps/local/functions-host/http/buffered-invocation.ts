import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type RpcHttpData } from '../core-types.ts';
import { type Invoker } from '../invoker.ts';
import { traceContextFrom } from '../trace-context.ts';
import { setCookieHeaderFrom } from './cookies.ts';
import { type HttpMatch } from './http-functions.ts';

/** The request was larger than the host takes; Kestrel answers 413. */
export class BodyTooLargeError extends Error {}

/**
 * Runs an HTTP function the way the host does without streaming: the whole body travels to the worker in the
 * invocation, the whole answer travels back in the response.
 *
 * @throws BodyTooLargeError; whatever the handler threw
 */
export async function invokeBuffered(
  invoker: Invoker,
  { target, parameters }: HttpMatch,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  maxBodyBytes: number,
): Promise<void> {
  const body = await readBody(request, maxBodyBytes);
  const headers = request.headersDistinct;
  const result = await invoker.invoke(target.registered, {
    inputData: [
      {
        name: target.bindingName,
        data: {
          http: {
            method: request.method ?? 'GET',
            url: url.href,
            nullableHeaders: nullable(
              Object.entries(headers).map(([name, values]) => [name, values?.join(', ') ?? '']),
            ),
            nullableParams: nullable(Object.entries(parameters)),
            nullableQuery: nullable(joinedQuery(url)),
            ...(body.length > 0 ? { body: { bytes: body } } : {}),
          },
        },
      },
    ],
    triggerMetadata: {},
    traceContext: traceContextFrom(request.headers['traceparent'], request.headers['tracestate']),
  });
  answer(response, result.returnValue?.http);
}

function answer(response: ServerResponse, http: RpcHttpData | null | undefined): void {
  if (http === null || http === undefined) {
    response.writeHead(204).end();
    return;
  }
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value);
  const cookies = (http.cookies ?? []).map(setCookieHeaderFrom);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.statusCode = Number(http.statusCode ?? 200);
  const body = Buffer.from(http.body?.bytes ?? http.body?.string ?? '');
  response.end(body);
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // A request without an encoding yields buffers.
  const body: AsyncIterable<Buffer> = request;
  for await (const bytes of body) {
    length += bytes.length;
    if (length > maxBytes) throw new BodyTooLargeError(`Request body over ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function nullable(entries: readonly (readonly [string, string])[]): Record<string, { value: string }> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

function joinedQuery(url: URL): [string, string][] {
  return [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]);
}
