import { isNode, LineCounter, parseDocument } from 'yaml';
import { PermanentError, PipelineError } from '../errors/pipeline-error.ts';
import type { CustomRule } from '../masking/custom-rule.ts';
import { compileCustomRules } from '../masking/custom-rules.ts';

/**
 * Compiles a policy's masking rules and runs their examples, so that a rule that does not do what it says never masks anything.
 * @param text of the policy file, for line and column
 * @throws PermanentError(`POLICY_INVALID`), `file:line:column masking.rules.N…: what failed`
 */
export function checkMaskingRules(rules: readonly CustomRule[], text: string, file: string): void {
  for (const [index, rule] of rules.entries()) {
    try {
      compileCustomRules([rule]);
    } catch (error) {
      if (!PipelineError.is(error)) throw error;
      const path = ['masking', 'rules', index, ...placeOf(error.message)];
      const { line, col } = positionOf(path, text);
      const where = path.map(String).join('.');
      throw new PermanentError('POLICY_INVALID', `${file}:${line}:${col} ${where}: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** What a rule's fault is about: one of its examples, or else its pattern. */
function placeOf(message: string): readonly (string | number)[] {
  const [, list, at] = /\b(match|ignore)\[(\d+)\]/.exec(message) ?? [];
  return list === undefined ? ['pattern'] : ['examples', list, Number(at)];
}

function positionOf(
  path: readonly (string | number)[],
  text: string,
): { readonly line: number; readonly col: number } {
  const lines = new LineCounter();
  const node = parseDocument(text, { lineCounter: lines }).getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]) : { line: 1, col: 1 };
}
