import { type OrderStore } from './order-store.ts';

/**
 * Defect "lock": one lock for the whole service, held while the items are waited for, so requests queue behind each
 * other's round trips.
 */
export function createLockedStore(store: OrderStore): OrderStore {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    findItems(orderIds) {
      const items = last.then(() => store.findItems(orderIds));
      last = items.catch(() => undefined);
      return items;
    },
  };
}
