import type { Role } from '../../shared/contracts/access.ts';

/** Whom a route lets in, written down a second time: the product's own table is what is tested. */
export interface LetsIn {
  /** `proof`: the request itself (a signature, a signed link) opens it. */
  readonly by: 'role' | 'proof';
  readonly roles?: readonly Role[];
  readonly takes?: 'json' | 'file';
}

const READERS = ['reader', 'operator', 'approver', 'admin'] as const;
const OPERATORS = ['operator', 'admin'] as const;
const APPROVERS = ['approver', 'admin'] as const;

export const LETS_IN: Readonly<Record<string, LetsIn>> = {
  'receive-webhook': { by: 'proof' },
  'receive-click': { by: 'proof' },
  'read-report': { by: 'proof' },
  'show-approval-page': { by: 'proof' },
  'decide-on-approval-page': { by: 'proof' },
  'receive-logs': { by: 'role', roles: OPERATORS, takes: 'file' },
  'receive-results': { by: 'role', roles: OPERATORS, takes: 'file' },
  'request-analysis': { by: 'role', roles: OPERATORS, takes: 'json' },
  acknowledge: { by: 'role', roles: APPROVERS, takes: 'json' },
  'list-acknowledgements': { by: 'role', roles: READERS },
  'list-approvals': { by: 'role', roles: READERS },
  'show-approval': { by: 'role', roles: READERS },
  'say-on-approval': { by: 'role', roles: APPROVERS, takes: 'json' },
  'list-runs': { by: 'role', roles: READERS },
  'read-run': { by: 'role', roles: READERS },
  'show-status': { by: 'role', roles: READERS },
  'read-slos': { by: 'role', roles: READERS },
};
