import type { ApprovalState } from '../approval/approval-state.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { ApprovalLinks } from '../ports/approval-links.ts';

/**
 * Address of the page on which people prove by their own code who they are. The address itself lets nobody decide anything.
 * @returns null when nobody who may approve has a code
 */
export async function pageLinkOf(
  ports: { readonly approvalLinks: ApprovalLinks; readonly policy: () => Promise<LoadedPolicy> },
  { runId, holders, need }: Pick<ApprovalState, 'runId' | 'holders' | 'need'>,
): Promise<string | null> {
  const { people } = (await ports.policy()).policy;
  const asked = new Set([...holders, ...need.escalateTo]);
  if (!people.some(({ id, codeSecret }) => codeSecret !== undefined && asked.has(id))) return null;
  const claims = { runId, scope: { kind: 'page' as const }, nonce: 'page' };
  return ports.approvalLinks.url(claims, new Date(need.expiresAt));
}
