import { type Defect } from '../sample-service/service-version.ts';
import type { GitlabDiffItem } from '../gitlab-look-alike/gitlab-state.ts';

interface SampleChange {
  readonly title: string;
  readonly diffs: readonly GitlabDiffItem[];
}

/** The merge request of each defect, as GitLab shows it: what really differs between versions A and B of the sample service. */
export const SAMPLE_CHANGES: Readonly<Record<Defect, SampleChange>> = {
  'n-plus-one': {
    title: 'Load the items of an order where they are needed',
    diffs: [
      modified(
        'src/order-queries.ts',
        `@@ -14,9 +14,9 @@ export function createOrderQueries(store: OrderStore): OrderQueries {
   return {
     async list(page) {
-      const orders = await store.findOrders(page);
-      const items = await store.findItems(orders.map(({ id }) => id));
-      const byOrder = Map.groupBy(items, ({ orderId }) => orderId);
-      return orders.map((order) => orderView(order, byOrder.get(order.id) ?? []));
+      const views: OrderView[] = [];
+      for (const order of await store.findOrders(page)) {
+        views.push(orderView(order, await store.findItems([order.id])));
+      }
+      return views;
     },
`,
      ),
    ],
  },
  lock: {
    title: 'Keep readers from seeing half-written orders',
    diffs: [
      modified(
        'src/order-store.ts',
        `@@ -31,6 +31,9 @@ export function createOrderStore(connection: Connection): OrderStore {
+  const lock = createLock();
   return {
     findOrders: (page) => connection.query(ORDERS, page),
-    findItems: (orderIds) => connection.query(ITEMS, orderIds),
+    // Readers must not see half-written orders.
+    findItems: (orderIds) => lock.acquire(() => connection.query(ITEMS, orderIds)),
   };
 }
`,
      ),
    ],
  },
  leak: {
    title: 'Show repeated requests on the diagnostics page',
    diffs: [
      modified(
        'src/request-history.ts',
        `@@ -8,8 +8,9 @@ export interface RequestHistory {
-export function createBoundedHistory(): RequestHistory {
-  const requests: string[] = [];
+export function createHistory(): RequestHistory {
+  const history: Remembered[] = [];
   return {
-    remember({ route }) {
-      requests.push(route);
-      if (requests.length > KEPT) requests.shift();
+    remember({ url, body }) {
+      const repeats = history.filter((earlier) => earlier.url === url).length;
+      history.push({ url, at: performance.now(), body, repeats });
     },
`,
      ),
    ],
  },
  none: {
    title: 'Explain the order view in a comment',
    diffs: [
      modified(
        'src/order-queries.ts',
        `@@ -30,3 +30,4 @@
+/** An order with its items and what they cost together; prices are in cents. */
 export function orderView(order: Order, items: readonly Item[]): OrderView {
`,
      ),
    ],
  },
};

function modified(path: string, diff: string): GitlabDiffItem {
  return { old_path: path, new_path: path, diff };
}
