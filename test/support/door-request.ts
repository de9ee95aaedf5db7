import type { DoorReply, DoorRequest } from '../../shared/doors/door.ts';

/** A request at a door; a text or bytes as body come as one chunk. */
export function doorRequest(
  about: {
    readonly path?: string;
    readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  } = {},
): DoorRequest {
  return {
    method: about.body === undefined ? 'GET' : 'POST',
    url: new URL(about.path ?? '/', 'https://perf.example'),
    headers: about.headers ?? {},
    params: about.params ?? {},
    body: chunksOf(about.body ?? null),
    signal: about.signal ?? AbortSignal.timeout(20_000),
    traceparent: null,
  };
}

/** The JSON body of a reply. */
export function bodyOf(reply: DoorReply): unknown {
  return JSON.parse(textOf(reply));
}

export function textOf({ body = '' }: DoorReply): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

function chunksOf(body: string | Uint8Array | AsyncIterable<Uint8Array> | null): DoorRequest['body'] {
  if (body === null) return null;
  if (typeof body === 'string') return oneChunk(new TextEncoder().encode(body));
  return body instanceof Uint8Array ? oneChunk(body) : body;
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
