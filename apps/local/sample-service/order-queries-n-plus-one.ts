import { orderView, type OrderQueries, type OrderView } from './order-queries.ts';
import { type OrderStore } from './order-store.ts';

/** Defect "n-plus-one": a page asks for the items of each order by itself, as a lazily loaded relation does. */
export function createNPlusOneQueries(store: OrderStore, sound: OrderQueries): OrderQueries {
  return {
    async list(page) {
      const views: OrderView[] = [];
      for (const order of await store.findOrders(page)) {
        views.push(orderView(order, await store.findItems([order.id])));
      }
      return views;
    },
    find: (id) => sound.find(id),
  };
}
