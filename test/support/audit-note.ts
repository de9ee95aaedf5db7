import type { AuditNote } from '../../shared/contracts/audit-note.ts';

/** A note of a step, as a test appends many of them. */
export function auditNoteOf(key: string, tenant: string): AuditNote {
  return {
    key,
    at: '2026-05-04T10:00:00.000Z',
    tenant,
    runId: null,
    actor: 'perf-agent/test',
    action: 'step.plan',
    subject: 'runs/x/plan.json',
    inputs: [],
    outputs: [],
    details: {},
  };
}
