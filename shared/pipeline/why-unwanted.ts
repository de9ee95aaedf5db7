import type { Policy } from '../policy/policy.ts';
import type { ChangeEvent } from '../ports/change-host.ts';

/** What the policy does not want to hear of; nothing is kept of it. @returns null: it is wanted */
export function whyUnwanted(
  { intent, change, labels }: Extract<ChangeEvent, { readonly kind: 'change' }>,
  { drafts, forks, forkRules }: Pick<Policy, 'drafts' | 'forks' | 'forkRules'>,
): string | null {
  if (intent !== 'judge') return null;
  if (labels !== undefined && !(forks === 'ask' && change.fork && labels.includes(forkRules.label))) {
    return 'the label asks for nothing';
  }
  if (change.fork && forks === 'ignore') return 'the policy ignores changes from forks';
  if (change.draft && drafts === 'ignore') return 'the policy ignores drafts';
  return null;
}
