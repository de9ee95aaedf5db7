import { type OrderQueries } from './order-queries.ts';

/** Defect "lock": one lock for the whole service, held while the database is waited for, so requests queue. */
export function createLockedQueries(sound: OrderQueries): OrderQueries {
  let last: Promise<unknown> = Promise.resolve();

  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result;
    return result;
  }

  return {
    list: (page) => exclusively(() => sound.list(page)),
    find: (id) => exclusively(() => sound.find(id)),
  };
}
