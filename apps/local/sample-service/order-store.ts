import { setTimeout as wait } from 'node:timers/promises';

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly createdAt: string;
}

export interface Item {
  readonly orderId: number;
  readonly sku: string;
  readonly quantity: number;
  readonly priceCents: number;
}

/** Tables in memory behind a database's latency: every query is one round trip. */
export interface OrderStore {
  findOrders(page: number): Promise<readonly Order[]>;
  findOrder(id: number): Promise<Order | null>;
  findItems(orderIds: readonly number[]): Promise<readonly Item[]>;
  /** Queries asked so far. */
  queries(): number;
}

export const PAGE_SIZE = 20;
export const ORDER_COUNT = 500;
const ITEMS_PER_ORDER = 4;

/** An order store whose queries take `queryMs` each, as a database in the same data centre does. */
export function createOrderStore({ queryMs }: { readonly queryMs: number }): OrderStore {
  const orders = Array.from({ length: ORDER_COUNT }, (_, index) => orderOf(index + 1));
  const itemsByOrder = new Map(orders.map(({ id }) => [id, itemsOf(id)]));
  let queries = 0;

  /** The round trip, then reading the rows as a driver does, which costs a little processor time. */
  async function query<Row>(rows: () => readonly Row[]): Promise<readonly Row[]> {
    queries += 1;
    await wait(queryMs);
    return rows().map((row) => ({ ...row }));
  }

  return {
    findOrders: (page) => query(() => orders.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)),
    async findOrder(id) {
      const [order] = await query(() => orders.filter((candidate) => candidate.id === id));
      return order ?? null;
    },
    findItems: (orderIds) => query(() => orderIds.flatMap((id) => itemsByOrder.get(id) ?? [])),
    queries: () => queries,
  };
}

function orderOf(id: number): Order {
  const createdAt = new Date(Date.UTC(2026, 0, 1) + id * 3_600_000).toISOString();
  return { id, customer: `customer-${String(id % 97)}`, createdAt };
}

function itemsOf(orderId: number): readonly Item[] {
  return Array.from({ length: ITEMS_PER_ORDER }, (_, index) => ({
    orderId,
    sku: `sku-${String((orderId * 7 + index * 13) % 211)}`,
    quantity: 1 + ((orderId + index) % 3),
    priceCents: 499 + ((orderId * 31 + index * 57) % 9_000),
  }));
}
