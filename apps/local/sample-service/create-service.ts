import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { measureHeap } from './measure-heap.ts';
import { ORDER_COUNT, PAGE_SIZE, type OrderStore } from './order-store.ts';
import { createServiceMetrics } from './service-metrics.ts';
import { createVersion, type Defect, type Version } from './service-version.ts';

interface Answer {
  readonly route: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Part of the product, so counted and remembered; the others are for operators. */
  readonly counted: boolean;
}

/**
 * The sample service: `/orders?page=`, `/orders/:id`, and for operators `/health`, `/metrics` (Prometheus) and
 * `/debug/heap` (live heap without garbage and idle connections; needs `node --expose-gc`).
 */
export function createService(settings: {
  readonly version: Version;
  readonly defect: Defect;
  readonly store: OrderStore;
}): Server {
  const { queries, history } = createVersion(settings.version, settings.defect, settings.store);
  const metrics = createServiceMetrics();

  async function answer(url: URL): Promise<Answer> {
    const order = /^\/orders\/(\d{1,9})$/.exec(url.pathname)?.[1];
    if (order !== undefined) {
      const found = await queries.find(Number(order));
      return found === null
        ? json(
            '/orders/:id',
            { error: `There is no order ${order}; they run from 1 to ${String(ORDER_COUNT)}.` },
            404,
          )
        : json('/orders/:id', found);
    }
    switch (url.pathname) {
      case '/orders':
        return json('/orders', { pageSize: PAGE_SIZE, orders: await queries.list(pageOf(url)) });
      case '/health':
        return operators(JSON.stringify({ status: 'ok', version: settings.version }), 'application/json');
      case '/metrics':
        return operators(metrics.render(), 'text/plain; version=0.0.4');
      case '/debug/heap':
        server.closeIdleConnections();
        return operators(
          JSON.stringify({ ...(await measureHeap()), requests: metrics.requests() }),
          'application/json',
        );
      default:
        return { ...operators(JSON.stringify({ error: 'no such page' }), 'application/json'), status: 404 };
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const url = new URL(request.url ?? '/', 'http://service');
    const { route, status, type, body, counted } = await answer(url);
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
    if (!counted) return;
    metrics.record(route, status, (performance.now() - startedAt) / 1_000);
    history.remember({ route, url: url.pathname + url.search, body });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: message }));
    });
  });
  return server;
}

function pageOf(url: URL): number {
  const page = Number(url.searchParams.get('page') ?? '1');
  return Number.isInteger(page) && page >= 1 ? page : 1;
}

function json(route: string, value: unknown, status = 200): Answer {
  return { route, status, type: 'application/json', body: JSON.stringify(value), counted: true };
}

function operators(body: string, type: string): Answer {
  return { route: '', status: 200, type, body, counted: false };
}
