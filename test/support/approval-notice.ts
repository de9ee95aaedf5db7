import type { ApprovalNotice } from '../../shared/ports/approval-desk.ts';
import { masked } from './report-input.ts';

/** A question for approval that waits for one person; override what the test is about. */
export function approvalNotice(more: Partial<ApprovalNotice> = {}): ApprovalNotice {
  return {
    key: 'change-1',
    runId: 'run-0123456789abcdef01234567',
    sequence: 1,
    waiting: true,
    title: masked('Waits for approval: shop/orders !7'),
    headline: masked('Failed: p95 rose by 60 %.'),
    lines: [masked('Who may approve: Anna Berg'), masked('Until: 2026-05-05 10:00 UTC')],
    links: {
      change: 'https://git.example/7',
      report: 'https://perf.example/report.html',
      page: 'https://perf.example/page',
    },
    call: [],
    ...more,
  };
}
