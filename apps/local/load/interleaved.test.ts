import { describe, expect, it } from 'vitest';
import { interleaved } from './drive-load.ts';
import { pageView, PAGE_VIEWS } from './page-view.ts';
import { heapGrowthPerRequest } from './read-heap.ts';

describe('interleaved', () => {
  it('turns the order round each time, so that a drift falls on both versions alike', () => {
    expect(interleaved(['A', 'B'], 3).join('')).toBe('ABBAAB');
  });
});

describe('pageView', () => {
  it('asks for the list and five different orders that it shows', () => {
    const paths = Array.from({ length: PAGE_VIEWS }, (_, index) => pageView(index).map(({ path }) => path));

    expect(paths.every((page) => new Set(page).size === 6)).toBe(true);
    expect(paths[0]).toEqual([
      '/orders?page=1',
      '/orders/1',
      '/orders/4',
      '/orders/7',
      '/orders/10',
      '/orders/13',
    ]);
  });
});

describe('heapGrowthPerRequest', () => {
  it('is what the requests between two readings left behind', () => {
    const growth = heapGrowthPerRequest(
      { liveBytes: 1_000, requests: 10 },
      { liveBytes: 5_000, requests: 30 },
    );

    expect(growth).toBe(200);
  });

  it('is finite when nothing was asked', () => {
    expect(heapGrowthPerRequest({ liveBytes: 1, requests: 5 }, { liveBytes: 2, requests: 5 })).toBe(1);
  });
});
