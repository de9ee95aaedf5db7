import { listApprovals, sayOnApproval, showApproval } from '../shared/doors/approvals.ts';
import { route } from './binding/route.ts';

route('list-approvals', { method: 'GET', path: 'v1/approvals' }, listApprovals);
route('show-approval', { method: 'GET', path: 'v1/approvals/{runId}' }, showApproval);
route('say-on-approval', { method: 'POST', path: 'v1/approvals/{runId}/words' }, sayOnApproval);
