import { ORDER_COUNT, PAGE_SIZE } from '../sample-service/order-store.ts';

/** One request of a page view. `name` is the route, the tag that k6 groups addresses by. */
interface PageRequest {
  readonly name: '/orders' | '/orders/:id';
  readonly path: string;
}

const DETAILS = 5;

/** A shop's page, as a browser asks for it: the list and five orders of it at the same time. */
export function pageView(index: number): readonly PageRequest[] {
  const page = (index % (ORDER_COUNT / PAGE_SIZE)) + 1;
  const first = (page - 1) * PAGE_SIZE + 1;
  return [
    { name: '/orders', path: `/orders?page=${String(page)}` },
    ...Array.from({ length: DETAILS }, (_, detail): PageRequest => {
      return { name: '/orders/:id', path: `/orders/${String(first + ((index + detail * 3) % PAGE_SIZE))}` };
    }),
  ];
}

/** Page views before they repeat. */
export const PAGE_VIEWS = (ORDER_COUNT / PAGE_SIZE) * PAGE_SIZE;

/**
 * Readers who look at pages at the same time while the service keeps up. Warm-up and load open as many connections, so
 * that the service's memory for connections does not grow in the measured time.
 */
export const VIEWERS = 4;
