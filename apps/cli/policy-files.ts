import { readFile } from 'node:fs/promises';
import { loadPolicy } from '../../shared/config/load-configuration.ts';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { perfBudgetFromText } from '../../shared/policy/load-documents.ts';
import type { SourcedDocument } from '../../shared/policy/parse-yaml-document.ts';
import { PERF_BUDGET_FILE, type PerfBudget } from '../../shared/policy/perf-budget.ts';
import type { LoadedPolicy } from '../../shared/policy/policy.ts';

/** A file of either kind, read and checked. */
export type PolicyFile =
  | { readonly kind: 'policy'; readonly file: string; readonly loaded: LoadedPolicy }
  | { readonly kind: 'budget'; readonly file: string; readonly document: SourcedDocument<PerfBudget> };

/**
 * Reads a policy or a budget file, told by its name or its first key.
 * @throws PermanentError(`POLICY_INVALID`) with file, line and column; (`CONFIG_INVALID`) when it cannot be read
 */
export async function readPolicyFile(file: string): Promise<PolicyFile> {
  const text = await textOf(file);
  const isBudget = /perfbudget\.ya?ml$/.test(file) || /^schema:\s*["']?perf-agent\.perfbudget\./m.test(text);
  return isBudget
    ? { kind: 'budget', file, document: perfBudgetFromText(text, file) }
    : { kind: 'policy', file, loaded: await loadPolicy(file) };
}

/** The repository's own file where the command is called, unless another is named. @returns null when there is none */
export async function readBudgetFile(file: string | undefined): Promise<SourcedDocument<PerfBudget> | null> {
  if (file !== undefined) return perfBudgetFromText(await textOf(file), file);
  try {
    return perfBudgetFromText(await readFile(PERF_BUDGET_FILE, 'utf8'), PERF_BUDGET_FILE);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new PermanentError('CONFIG_INVALID', `${file}: cannot be read${why}`, { cause: error });
  }
}
