import type { Caller } from '../../shared/access/caller.ts';
import type { DoorReply, DoorRequest } from '../../shared/doors/door.ts';

/** A request at a door; a text or bytes as body come as one chunk. */
export function doorRequest(
  about: {
    readonly path?: string;
    readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    readonly caller?: Caller;
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
    ...(about.caller === undefined ? {} : { caller: about.caller }),
  };
}

/** A key of the API, as the guard of the doors tells it. */
export const TEST_CALLER: Caller = {
  kind: 'api-key',
  id: '8f3a0c1d2e4b5a69',
  tenant: 'default',
  roles: ['admin'],
  services: null,
};

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
