import { changeBrief } from '../../shared/reporting/change-brief.ts';
import { type ReportModel, reportModel } from '../../shared/reporting/report-model.ts';
import type { ChangeBrief } from '../../shared/contracts/change-brief.ts';
import type { ApprovalNotice } from '../../shared/ports/approval-desk.ts';
import { approvalNotice } from './approval-notice.ts';
import { finding, masked, reportInput } from './report-input.ts';

const DIFF = `--- src/orders.ts
@@ -12,6 +12,9 @@ export async function listOrders(page: number) {
   const orders = await store.page(page);
+  for (const order of orders) {
+    order.items = await store.itemsOf(order.id);
+  }
   return orders;
 }`;

/** A change as teams meet it: one clear regression, one figure unsettled, one better. For pictures. */
export function exampleModel(): ReportModel {
  const input = reportInput({
    findings: [
      finding(),
      finding({
        id: 'E2',
        labels: { name: masked('/checkout') },
        answer: 'undecided',
        baseline: { mean: 88, values: [84, 93, 88, 86, 89] },
        candidate: { mean: 92.4, values: [86, 99, 95, 88, 94] },
        effect: 0.05,
        interval: { low: -0.03, high: 0.13 },
        pValue: 0.21,
        adjustedPValue: 0.4,
        furtherRuns: 7,
        severity: 'none',
        reason: masked('Between −3 % and +13 %: the margin of 5 % lies within.'),
      }),
      finding({
        id: 'E3',
        labels: { name: masked('/login') },
        answer: 'improvement',
        baseline: { mean: 30.2, values: [30, 30.4, 30.1, 30.3, 30.2] },
        candidate: { mean: 27.1, values: [27, 27.2, 27.1, 26.9, 27.3] },
        effect: -0.103,
        interval: { low: -0.12, high: -0.085 },
        severity: 'none',
      }),
    ],
    plan: {
      diff: {
        files: [{ path: masked('src/orders.ts'), additions: 3, deletions: 0, status: 'modified' }],
        truncated: false,
        text: masked(DIFF),
      },
    },
    decision: { headline: masked('Performance regression: http_req_duration p95 of /orders rose by 86.4 %') },
    input: { links: { run: 'https://perf.example/runs/run-0123456789abcdef01234567' } },
  });
  return reportModel(input);
}

export function exampleBrief(): ChangeBrief {
  const links = { report: 'https://perf.example/report.html', expireAt: '2026-11-28T08:00:00.000Z' };
  return changeBrief(exampleModel(), links);
}

/** The same change, waiting for one of two people. */
export function exampleApproval(): ApprovalNotice {
  return approvalNotice({
    title: masked('Waits for approval: shop/orders !17'),
    headline: masked('Failed: Performance regression: http_req_duration p95 of /orders rose by 86.4 %'),
    lines: [
      masked('Change: Load items of an order when they are shown, by person-1'),
      masked('Why it waits: the change is of high risk: it touches db/migrations (rule risky)'),
      masked('Who may approve: Anna Berg or Bert Lang (leads)'),
      masked('Until: 2026-11-22 08:00 UTC; without an answer by then the check fails'),
    ],
  });
}
