import { once } from 'node:events';
import { type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createService } from './create-service.ts';
import { createOrderStore, type OrderStore } from './order-store.ts';

const servers: Server[] = [];

async function started(store: OrderStore = createOrderStore({ queryMs: 0 })): Promise<string> {
  const server = createService({ version: 'A', defect: 'none', store });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

describe('the sample service', () => {
  it('lists orders with their items and total', async () => {
    const url = await started();

    const response = await fetch(`${url}/orders?page=2`);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      pageSize: 20,
      orders: { 0: { id: 21, items: { length: 4 } } },
    });
  });

  it('answers 404 and says what exists for an order that does not', async () => {
    const url = await started();

    const response = await fetch(`${url}/orders/999999`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'There is no order 999999; they run from 1 to 500.' });
  });

  it('answers 500 when the database fails', async () => {
    const store = createOrderStore({ queryMs: 0 });
    const url = await started({ ...store, findOrders: () => Promise.reject(new Error('no database')) });

    const response = await fetch(`${url}/orders`);

    expect(response.status).toBe(500);
  });

  it('counts requests for Prometheus by route, and not those of operators', async () => {
    const url = await started();
    await fetch(`${url}/orders/1`);
    await fetch(`${url}/orders/2`);
    await fetch(`${url}/health`);

    const text = await (await fetch(`${url}/metrics`)).text();

    expect(text).toContain('http_requests_total{route="/orders/:id",status="200"} 2\n');
    expect(text).toContain(
      'http_request_duration_seconds_bucket{route="/orders/:id",status="200",le="+Inf"} 2\n',
    );
    expect(text).not.toContain('/health');
    expect(text).toMatch(/\nnodejs_heap_size_used_bytes \d+\n/);
  });
});
