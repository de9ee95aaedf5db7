import { describe, expect, it } from 'vitest';
import { createOrderStore, type OrderStore, PAGE_SIZE } from './order-store.ts';
import { createVersion, type Defect, DEFECTS, type Version } from './service-version.ts';

function version(name: Version, defect: Defect, store = createOrderStore({ queryMs: 0 })) {
  return { store, ...createVersion(name, defect, store) };
}

/** A store that tells how many readings of items are under way at most. */
function watched(store: OrderStore): OrderStore & { mostAtOnce(): number } {
  let now = 0;
  let most = 0;
  return {
    ...store,
    async findItems(orderIds) {
      now += 1;
      most = Math.max(most, now);
      const items = await store.findItems(orderIds);
      now -= 1;
      return items;
    },
    mostAtOnce: () => most,
  };
}

describe('every version', () => {
  it.each(DEFECTS)('answers the same with the defect "%s" as without', async (defect) => {
    const sound = version('A', 'none');
    const defective = version('B', defect);

    expect(await defective.queries.list(3)).toEqual(await sound.queries.list(3));
    expect(await defective.queries.find(21)).toEqual(await sound.queries.find(21));
    expect(await defective.queries.find(100_000)).toBeNull();
  });

  it.each(DEFECTS)('has no defect as version A, whatever defect "%s" B has', async (defect) => {
    const { store, queries } = version('A', defect);

    await queries.list(1);

    expect(store.queries()).toBe(2);
  });
});

describe('a page of orders', () => {
  it('costs two queries in the sound version', async () => {
    const { store, queries } = version('B', 'none');

    const orders = await queries.list(1);

    expect(orders).toHaveLength(PAGE_SIZE);
    expect(store.queries()).toBe(2);
  });

  it('costs one query and one more for each order with "n-plus-one"', async () => {
    const { store, queries } = version('B', 'n-plus-one');

    await queries.list(1);

    expect(store.queries()).toBe(1 + PAGE_SIZE);
  });
});

describe('requests at the same time', () => {
  it.each([
    ['none', 4],
    ['lock', 1],
  ] as const)('read items with the defect "%s" %d at a time', async (defect, atOnce) => {
    const store = watched(createOrderStore({ queryMs: 2 }));
    const { queries } = version('B', defect, store);

    await Promise.all([queries.list(1), queries.list(2), queries.list(3), queries.list(4)]);

    expect(store.mostAtOnce()).toBe(atOnce);
  });

  it('goes on after a failed query with "lock"', async () => {
    const store = createOrderStore({ queryMs: 0 });
    let failures = 1;
    const failing: OrderStore = {
      ...store,
      findItems: (orderIds) =>
        failures-- > 0 ? Promise.reject(new Error('gone')) : store.findItems(orderIds),
    };
    const { queries } = version('B', 'lock', failing);

    await expect(queries.list(1)).rejects.toThrow('gone');

    expect(await queries.list(1)).toHaveLength(PAGE_SIZE);
  });
});

describe('the history of requests', () => {
  const request = { route: '/orders', url: '/orders?page=1', body: 'x'.repeat(1_000) };

  it('is bounded in the sound version', () => {
    const { history } = version('B', 'none');

    for (let count = 0; count < 500; count += 1) history.remember(request);

    expect(history.size()).toBe(50);
  });

  it('keeps every request for good with "leak"', () => {
    const { history } = version('B', 'leak');

    for (let count = 0; count < 500; count += 1) history.remember(request);

    expect(history.size()).toBe(500);
  });
});
