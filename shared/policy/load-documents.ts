import { sha256 } from '../audit/sha256.ts';
import { checkApprovals } from './check-approvals.ts';
import { checkLevels } from './check-levels.ts';
import { checkMaskingRules } from './check-masking-rules.ts';
import { checkNotifications } from './check-notifications.ts';
import { parseSourcedDocument, type SourcedDocument } from './parse-yaml-document.ts';
import { PerfBudget } from './perf-budget.ts';
import { type LoadedPolicy, Policy } from './policy.ts';

/**
 * The organisation's policy from its text; its version is the hash of it.
 * @throws PermanentError(`POLICY_INVALID`) with file, line, column and what would be right
 */
export function policyFromText(text: string, file: string): LoadedPolicy {
  const document = parseSourcedDocument(text, file, Policy);
  checkLevels(document);
  checkNotifications(file, document.value);
  checkApprovals(file, document.value);
  checkMaskingRules(document.value.masking.rules, text, file);
  return {
    policy: document.value,
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
  checkLevels(document);
  return document;
}
