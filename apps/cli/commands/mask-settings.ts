import { fstatSync, readFileSync, statSync } from 'node:fs';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import type { CustomRule } from '../../../shared/masking/custom-rule.ts';

/**
 * Custom rules of a rules file and of a policy. What reads them is loaded only when there is something to read, since
 * masking a line should not wait for it.
 * @throws PermanentError INPUT_INVALID or POLICY_INVALID naming the file
 */
export async function readCustomRules(files: {
  readonly rules: string | undefined;
  readonly policy: string | undefined;
}): Promise<readonly CustomRule[]> {
  const { rules, policy } = files;
  return [
    ...(rules === undefined ? [] : await rulesOf(rules)),
    ...(policy === undefined ? [] : await rulesOfPolicy(policy)),
  ];
}

/** @throws PermanentError INPUT_INVALID when there is no such file or it is a folder */
export function checkFile(file: string, cure: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new PermanentError('INPUT_INVALID', `There is no file "${file}"; ${cure}.`);
  if (found.isDirectory()) throw new PermanentError('INPUT_INVALID', `"${file}" is a folder; ${cure}.`);
}

const STANDARD_INPUT = 0;

/** Node reads a folder there as if it were empty. @throws PermanentError INPUT_INVALID when it is one */
export function checkStandardInput(): void {
  if (fstatSync(STANDARD_INPUT).isDirectory()) {
    throw new PermanentError(
      'INPUT_INVALID',
      'Standard input is a folder; give text there, or the path of a text file.',
    );
  }
}

async function rulesOfPolicy(file: string): Promise<readonly CustomRule[]> {
  const { loadPolicy } = await import('../../../shared/config/load-configuration.ts');
  return (await loadPolicy(file)).policy.masking.rules;
}

async function rulesOf(file: string): Promise<readonly CustomRule[]> {
  checkFile(file, 'give a YAML or JSON file with custom rules');
  const { parseRules } = await import('./mask-rules.ts');
  return parseRules(readFileSync(file, 'utf8'), file);
}
