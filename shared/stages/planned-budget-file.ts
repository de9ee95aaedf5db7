import { MOST_BUDGET_FILE, type PlannedBudgetFile } from '../contracts/plan.ts';
import type { SourcedDocument } from '../policy/parse-yaml-document.ts';
import type { Masker } from '../ports/masker.ts';

/** What a plan keeps of the repository's budget file, so that the run can be judged again under another policy. */
export function plannedBudgetFile(
  document: Pick<SourcedDocument<unknown>, 'text'> | null,
  names: Pick<Masker, 'mask'>,
): PlannedBudgetFile {
  if (document === null) return { text: null, exact: true };
  if (document.text.length > MOST_BUDGET_FILE) return { text: null, exact: false };
  const text = names.mask(document.text);
  return { text, exact: text === document.text };
}
