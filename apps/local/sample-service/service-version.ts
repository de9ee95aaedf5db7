import { createNPlusOneQueries } from './order-queries-n-plus-one.ts';
import { createOrderQueries, type OrderQueries } from './order-queries.ts';
import { createLockedStore } from './order-store-locked.ts';
import { type OrderStore } from './order-store.ts';
import { createBoundedHistory, createLeakingHistory, type RequestHistory } from './request-history.ts';

export const VERSIONS = ['A', 'B'] as const;
export type Version = (typeof VERSIONS)[number];

export const DEFECTS = ['none', 'n-plus-one', 'lock', 'leak'] as const;
export type Defect = (typeof DEFECTS)[number];

/**
 * The code of a version. A is sound; B is the same code but for its defect, so B with `none` is A.
 */
export function createVersion(
  version: Version,
  defect: Defect,
  store: OrderStore,
): { readonly queries: OrderQueries; readonly history: RequestHistory } {
  const queries = createOrderQueries(store);
  const history = createBoundedHistory();
  if (version === 'A') return { queries, history };
  switch (defect) {
    case 'none':
      return { queries, history };
    case 'n-plus-one':
      return { queries: createNPlusOneQueries(store, queries), history };
    case 'lock':
      return { queries: createOrderQueries(createLockedStore(store)), history };
    case 'leak':
      return { queries, history: createLeakingHistory() };
  }
}
