import type { Role } from '../contracts/access.ts';

/** What opens a door, and what it takes. */
export interface RouteAccess {
  /** A role; or the request itself is the proof: a messenger's or code host's signature, or a signed link. */
  readonly opens: Role | 'signature' | 'link';
  /**
   * How a key that is limited to services is held to them: by the query's `service`, by the door itself (which reads it from the body or the
   * run), or not at all, so that the door is closed to such keys.
   */
  readonly limit: 'query' | 'door' | 'closed';
  /** Media types of the body; `any` is a file as it is, `none` a request without one. */
  readonly takes: 'none' | 'any' | readonly string[];
}

const JSON_ONLY = ['application/json'] as const;
const FORM = ['application/x-www-form-urlencoded'] as const;

/** Every HTTP route. A function that is not in this table cannot be registered. */
export const ROUTE_ACCESS = {
  'receive-webhook': { opens: 'signature', limit: 'closed', takes: [...JSON_ONLY, ...FORM] },
  'receive-click': { opens: 'signature', limit: 'closed', takes: [...JSON_ONLY, ...FORM] },
  'read-report': { opens: 'link', limit: 'closed', takes: 'none' },
  'show-approval-page': { opens: 'link', limit: 'closed', takes: 'none' },
  'decide-on-approval-page': { opens: 'link', limit: 'closed', takes: FORM },
  'receive-logs': { opens: 'operator', limit: 'query', takes: 'any' },
  'receive-results': { opens: 'operator', limit: 'query', takes: 'any' },
  'request-analysis': { opens: 'operator', limit: 'door', takes: JSON_ONLY },
  acknowledge: { opens: 'approver', limit: 'door', takes: JSON_ONLY },
  'list-acknowledgements': { opens: 'reader', limit: 'query', takes: 'none' },
  'list-approvals': { opens: 'reader', limit: 'closed', takes: 'none' },
  'show-approval': { opens: 'reader', limit: 'closed', takes: 'none' },
  'say-on-approval': { opens: 'approver', limit: 'closed', takes: JSON_ONLY },
  'list-runs': { opens: 'reader', limit: 'query', takes: 'none' },
  'read-run': { opens: 'reader', limit: 'door', takes: 'none' },
  'show-status': { opens: 'reader', limit: 'closed', takes: 'none' },
  'read-slos': { opens: 'reader', limit: 'query', takes: 'none' },
} as const satisfies Readonly<Record<string, RouteAccess>>;

export type RouteName = keyof typeof ROUTE_ACCESS;

/** The row of one route. */
export function accessOf(route: RouteName): RouteAccess {
  return ROUTE_ACCESS[route];
}
