import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Server } from 'node:net';
import { type HostSettings } from '../host-json.ts';
import { type HostLog } from '../host-log.ts';
import { type Invoker } from '../invoker.ts';
import { answerUnread } from './answer-unread.ts';
import { handleAdminRequest, keyFrom, type AdminContext } from './admin-routes.ts';
import { BodyTooLargeError, invokeBuffered } from './buffered-invocation.ts';
import { isAuthorized, type HostKeys } from './host-keys.ts';
import { findHttpFunction, type HttpFunction, type HttpMatch } from './http-functions.ts';
import { createRequestGate, type RequestGate } from './request-gate.ts';
import { endSlowUpload, type UploadTimes } from './end-slow-upload.ts';
import { listenWidely } from './listen-widely.ts';
import { requestUrl } from './request-url.ts';
import { invokeStreamed } from './streamed-invocation.ts';
import { watchLag } from './watch-lag.ts';

interface HttpListenerOptions {
  readonly port: number;
  readonly settings: HostSettings;
  readonly functions: readonly HttpFunction[];
  readonly keys: HostKeys;
  readonly invoker: Invoker;
  readonly log: HostLog;
  /** The library's own server when the app enabled HTTP streaming, else null. */
  readonly library: Server | null;
  /** Largest request body, bytes. Azure: 100 MiB, or FUNCTIONS_REQUEST_BODY_SIZE_LIMIT. */
  readonly maxBodyBytes: number;
  /** How long request line and headers may take, ms; default 30 s, as Kestrel's. */
  readonly headersWithinMs?: number;
  /** How long a client that was answered may go on sending its body, ms. */
  readonly lingerMs?: number;
  readonly admin: AdminContext;
}

interface HttpListener {
  readonly port: number;
  /** Takes no new requests; open ones go on. */
  stopAccepting(): void;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 120_000;
const HEADERS_WITHIN_MS = 30_000;
/** Node looks for late headers at intervals; this many within the time. */
const LOOKS_FOR_LATE_HEADERS = 6;
const UPLOAD_IDLE_MS = 60_000;
/** What one core answers within a quarter of a second, and as many webhooks as the app accepts at a time. */
const MOST_FRESH_REQUESTS = 50;
/** When a place is likely to be free again: requests above the limit are a burst. */
const RETRY_AFTER_SECONDS = 2;
/** A body that is not there by then is ended before the function's time is. */
const SHARE_OF_FUNCTION_TIMEOUT = 0.8;

/** Serves the HTTP functions and the host's admin routes on 127.0.0.1. @throws when the port is taken */
export async function startHttpListener(options: HttpListenerOptions): Promise<HttpListener> {
  const lag = watchLag();
  const gate = createRequestGate({
    maxConcurrent: options.settings.maxConcurrentRequests,
    maxOutstanding: options.settings.maxOutstandingRequests,
    maxFresh: MOST_FRESH_REQUESTS,
    lagMs: () => lag.lagMs(),
  });
  const headersTimeout = options.headersWithinMs ?? HEADERS_WITHIN_MS;
  const times = {
    headersTimeout,
    connectionsCheckingInterval: Math.ceil(headersTimeout / LOOKS_FOR_LATE_HEADERS),
    // Streaming answers and long uploads are legitimate here; endSlowUpload bounds them.
    requestTimeout: 0,
  };
  let isDraining = false;
  const server = createServer(times, (request, response) => {
    if (isDraining) {
      // Another connection is refused by now; on one that was kept, this is how a client learns to ask elsewhere.
      end(response, 503, { connection: 'close' });
      return;
    }
    response.once('close', () => {
      if (isDraining) server.closeIdleConnections();
    });
    // Whatever is asked, and whoever answers: a refusal that nobody reads on for holds a connection, too.
    const endWatch = endSlowUpload(request, response, uploadTimes(options));
    serve(options, gate, request, response)
      .catch((error: unknown) => fail(options.log, response, error))
      .finally(endWatch);
  });
  answerUnread(server, options.settings.customHeaders);
  // Azure's front end keeps connections for minutes. Node's five seconds would end a connection on which the next
  // request is already under way when loading the app keeps the event loop busy.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const listener = await listenWidely(server, options.port);
  return {
    port: listener.port,
    stopAccepting: () => {
      isDraining = true;
      listener.stop();
      server.close();
      server.closeIdleConnections();
    },
    close: () =>
      new Promise((resolve) => {
        lag.stop();
        listener.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  options: HttpListenerOptions,
  gate: RequestGate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(options.settings.customHeaders)) response.setHeader(name, value);
  const url = requestUrl(request);
  if (url === null) {
    end(response, 400);
    return;
  }
  if (await handleAdminRequest(options.admin, options.keys, request, response, url)) return;

  const match = findHttpFunction(options.functions, request.method ?? 'GET', url.pathname);
  if (match === null) {
    end(response, 404);
    return;
  }
  if (!isAuthorized(match.target.authLevel, keyFrom(request, url), options.keys)) {
    end(response, 401);
    return;
  }
  const release = await gate.enter(match.target.registered.metadata.name);
  if (release === null) {
    end(response, 429, { 'retry-after': String(RETRY_AFTER_SECONDS) });
    return;
  }
  try {
    await run(options, match, request, response, url);
  } finally {
    release();
  }
}

async function run(
  options: HttpListenerOptions,
  match: HttpMatch,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { invoker, log, library, maxBodyBytes } = options;
  const started = performance.now();
  const name = match.target.registered.metadata.name;
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw new BodyTooLargeError();
  if (library === null) await invokeBuffered(invoker, match, request, response, url, maxBodyBytes);
  else await invokeStreamed(invoker, match, request, response, url, library);
  const tookMs = (performance.now() - started).toFixed(1);
  log.write('debug', name, `${request.method ?? ''} ${url.pathname} ${response.statusCode} in ${tookMs} ms`);
}

function uploadTimes({ settings, lingerMs }: HttpListenerOptions): UploadTimes {
  const { functionTimeoutMs } = settings;
  const totalMs = functionTimeoutMs === null ? null : functionTimeoutMs * SHARE_OF_FUNCTION_TIMEOUT;
  return { idleMs: UPLOAD_IDLE_MS, totalMs, ...(lingerMs === undefined ? {} : { lingerMs }) };
}

function fail(log: HostLog, response: ServerResponse, error: unknown): void {
  if (error instanceof BodyTooLargeError) {
    response.shouldKeepAlive = false;
    end(response, 413);
    return;
  }
  log.write(
    'error',
    'host',
    `HTTP invocation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  if (response.headersSent) {
    response.destroy();
    return;
  }
  end(response, 500);
}

function end(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...headers, 'content-length': 0 }).end();
}
