import type { Caller } from '../access/caller.ts';

/** A request at an HTTP door, independent of what serves it. Header names in lower case. */
export interface DoorRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | null;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
  /** Who asks, as proved by the credential; absent where the request itself is the proof. */
  readonly caller?: Caller;
}

export interface DoorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export type Door = (request: DoorRequest) => Promise<DoorReply>;

/** JSON answer. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): DoorReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Refusal in the shape of RFC 9457 (problem details). `detail` is masked text or our own words. */
export function problem(status: number, code: string, detail: string): DoorReply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: `urn:perf-agent:error:${code}`, title: code, status, detail }),
  };
}
