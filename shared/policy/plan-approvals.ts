import type { PlannedApprovals } from '../contracts/approval.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import type { ApprovalPolicy, Person } from './approval-rules.ts';
import { membersOf } from './check-approvals.ts';

/** Who is known to have a hand in a change: accounts on its code host. */
interface ChangeAuthors {
  readonly connection: string | null;
  /** Account of who opened it; null when the host names nobody. */
  readonly author: string | null;
  /** Accounts of those who wrote its commits, as far as the host tells. */
  readonly committers: readonly string[];
}

/** The approval rules of all levels for one change, and where each stands, by its id. */
export interface EffectiveApprovals extends ApprovalPolicy {
  readonly origins?: Readonly<Record<string, Masked>>;
}

/**
 * The policy's approval rules for one change. Who wrote it may not approve it, and neither may who has no account on its code host:
 * they could be the author under another name.
 */
export function planApprovals(policy: EffectiveApprovals, change: ChangeAuthors): PlannedApprovals {
  const { connection } = change;
  const accounts = change.author === null ? change.committers : [change.author, ...change.committers];
  const wrote = new Set(accounts.map((account) => account.toLowerCase()));
  const accountOf = (person: Person): string | undefined =>
    connection === null ? undefined : person.accounts[connection]?.toLowerCase();
  const authors = policy.people.filter((person) => wrote.has(accountOf(person) ?? '')).map(({ id }) => id);
  const eligible = new Set(
    policy.people.filter((person) => accountOf(person) !== undefined).map(({ id }) => id),
  );
  for (const author of authors) eligible.delete(author);
  const authorKnown = change.author !== null;
  const asked = (names: readonly string[]): string[] =>
    membersOf(names, policy.groups).filter((person) => eligible.has(person));
  return {
    rules: policy.approvals.map((rule) => ({
      id: rule.id,
      ...originOf(rule.id, policy.origins),
      when: rule.when,
      approvers: asked(rule.approvers),
      escalateTo: asked(rule.escalate?.to ?? []),
      asks: [...new Set([...rule.approvers, ...(rule.escalate?.to ?? [])])],
      // One of two different people is not the author, whoever that is.
      count: authorKnown ? rule.count : Math.max(2, rule.count),
      remindAfterMinutes: rule.remindAfterMinutes,
      escalateAfterMinutes: rule.escalate?.afterMinutes ?? null,
      timeoutMinutes: rule.timeoutMinutes,
      connections: rule.connections,
    })),
    authors,
    authorKnown,
    names: Object.fromEntries(
      policy.people.filter(({ id }) => eligible.has(id)).map(({ id, name }) => [id, maskedName(name ?? id)]),
    ),
  };
}

function originOf(id: string, origins: EffectiveApprovals['origins']): { readonly origin?: Masked } {
  const origin = origins?.[id];
  return origin === undefined ? {} : { origin };
}
