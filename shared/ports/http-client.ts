import type * as z from 'zod';

export interface HttpOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** Answers with these statuses are returned as null instead of thrown, e.g. 404 for "is there one?". */
  readonly nullOn?: readonly number[];
  /** Answers with these statuses are read like a success, e.g. 400 where the body names the field that is wrong. */
  readonly readOn?: readonly number[];
  /** Most bytes of body accepted; default 8 MiB. */
  readonly maxBytes?: number;
}

export interface HttpReply<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

/**
 * The only way out for connectors. Retries transient failures at most once, breaks circuits per host, follows no redirect, caps bodies, and maps:
 * 401/403/404/other 4xx → PermanentError(`REMOTE_UNAUTHORISED|REMOTE_FORBIDDEN|REMOTE_NOT_FOUND|REMOTE_REFUSED`), 429, 503 with
 * Retry-After and 403 that says it is a limit → ThrottledError(`REMOTE_THROTTLED`), 408/5xx/socket/time-out → TransientError(`REMOTE_UNAVAILABLE`), a body that does not fit the schema →
 * PermanentError(`REMOTE_REPLY_INVALID`). Errors name method, host and path, never headers, query or body.
 */
export interface HttpClient {
  getJson<S extends z.ZodType>(
    url: URL,
    schema: S,
    options: HttpOptions,
  ): Promise<HttpReply<z.output<S>> | null>;
  getBytes(url: URL, options: HttpOptions): Promise<HttpReply<Uint8Array> | null>;
  /** A question too long for an address, asked as a form; it changes nothing on the other side, so it may be repeated. */
  postForm(
    url: URL,
    fields: Readonly<Record<string, string>>,
    options: HttpOptions,
  ): Promise<HttpReply<Uint8Array> | null>;
  sendJson<S extends z.ZodType>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: URL,
    body: unknown,
    schema: S,
    options: HttpOptions,
  ): Promise<HttpReply<z.output<S>> | null>;
  /** One file as `multipart/form-data`; not repeated by itself. */
  postFile<S extends z.ZodType>(
    url: URL,
    file: {
      readonly field: string;
      readonly name: string;
      readonly type: string;
      readonly bytes: Uint8Array;
    },
    schema: S,
    options: HttpOptions,
  ): Promise<HttpReply<z.output<S>> | null>;
}
