import { type Item, type Order, type OrderStore } from './order-store.ts';

export interface OrderView extends Order {
  readonly items: readonly Item[];
  readonly totalCents: number;
}

/** What the routes ask for. Versions of the service differ in how they answer. */
export interface OrderQueries {
  list(page: number): Promise<readonly OrderView[]>;
  find(id: number): Promise<OrderView | null>;
}

/** The sound version: a page of orders costs two queries, however many orders it has. */
export function createOrderQueries(store: OrderStore): OrderQueries {
  return {
    async list(page) {
      const orders = await store.findOrders(page);
      const items = await store.findItems(orders.map(({ id }) => id));
      const byOrder = Map.groupBy(items, ({ orderId }) => orderId);
      return orders.map((order) => orderView(order, byOrder.get(order.id) ?? []));
    },
    async find(id) {
      const order = await store.findOrder(id);
      return order === null ? null : orderView(order, await store.findItems([id]));
    },
  };
}

/** An order with its items and what they cost together. */
export function orderView(order: Order, items: readonly Item[]): OrderView {
  const totalCents = items.reduce((total, { priceCents, quantity }) => total + priceCents * quantity, 0);
  return { ...order, items, totalCents };
}
