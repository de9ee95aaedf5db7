import { decideOnApprovalPage, showApprovalPage } from '../shared/doors/approval-page.ts';
import { route } from './binding/route.ts';

// Anonymous for the Functions host: the link's signature opens the page, a personal link or code says who decides.
const path = 'v1/approvals/{runId}/page';
route('show-approval-page', { method: 'GET', path, level: 'anonymous' }, showApprovalPage);
route('decide-on-approval-page', { method: 'POST', path, level: 'anonymous' }, decideOnApprovalPage);
