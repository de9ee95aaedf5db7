import { decideOnApprovalPage, showApprovalPage } from '../shared/doors/approval-page.ts';
import { route } from './binding/route.ts';

// The link's signature opens the page, a personal link or code says who decides.
const path = 'v1/approvals/{runId}/page';
route('show-approval-page', { method: 'GET', path }, showApprovalPage);
route('decide-on-approval-page', { method: 'POST', path }, decideOnApprovalPage);
