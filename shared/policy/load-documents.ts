import { sha256 } from '../audit/sha256.ts';
import { approvalFaults } from './check-approvals.ts';
import { levelFaults } from './check-levels.ts';
import { checkMaskingRules } from './check-masking-rules.ts';
import { notificationFaults } from './check-notifications.ts';
import { settingsFaults } from './check-settings.ts';
import { parseSourcedDocument, type SourcedDocument } from './parse-yaml-document.ts';
import { PerfBudget } from './perf-budget.ts';
import { type LoadedPolicy, Policy } from './policy.ts';
import { refuseFaults } from './policy-fault.ts';

/**
 * The organisation's policy from its text; its version is the hash of it.
 * @throws PermanentError(`POLICY_INVALID`) with file, line, column and what would be right
 */
export function policyFromText(text: string, file: string): LoadedPolicy {
  const document = parseSourcedDocument(text, file, Policy);
  const { value } = document;
  refuseFaults(
    [...levelFaults(value), ...settingsFaults(value), ...notificationFaults(value), ...approvalFaults(value)],
    document,
  );
  checkMaskingRules(value.masking.rules, text, file);
  return {
    policy: value,
    version: sha256(text).slice(0, 16),
    source: { file, placeOf: document.placeOf },
  };
}

/**
 * A repository's `.perfbudget.yml` from its text.
 * @throws PermanentError(`POLICY_INVALID`) with file, line, column and what would be right
 */
export function perfBudgetFromText(text: string, file: string): SourcedDocument<PerfBudget> {
  const document = parseSourcedDocument(text, file, PerfBudget);
  refuseFaults(levelFaults(document.value), document);
  return document;
}
