import { PermanentError } from '../errors/pipeline-error.ts';
import type { CustomRule } from './custom-rule.ts';
import { type Finding, STRENGTH } from './finding.ts';
import { compileLinearExpression } from './linear-expression.ts';
import { type ScanForFindings } from './mask-segment.ts';
import { RULE_NAME, RULE_TYPE } from './rule-name.ts';

/**
 * Compiles custom rules and runs their examples.
 * @throws PermanentError MASKING_RULE_INVALID naming the rule, when its shape or pattern is wrong or an example fails.
 */
export function compileCustomRules(rules: readonly CustomRule[]): ScanForFindings {
  const compiled = rules.map((rule) => {
    checkNames(rule);
    const expression = compileLinearExpression(rule.pattern, rule.ignoreCase ?? false);
    runExamples(rule, (text) => expression.findAll(text).length > 0);
    return {
      type: rule.type ?? rule.name.replaceAll('-', '_'),
      rule: rule.name,
      findAll: expression.findAll,
    };
  });
  return (text) =>
    compiled.flatMap(({ type, rule, findAll }) =>
      findAll(text).map(({ start, end }): Finding => ({
        start,
        end,
        type,
        rule,
        strength: STRENGTH.checksum,
      })),
    );
}

/** What pseudonyms are made of has to have their form. */
function checkNames({ name, type }: CustomRule): void {
  if (!RULE_NAME.test(name)) {
    throw new PermanentError(
      'MASKING_RULE_INVALID',
      `The masking rule "${name}" is wrong at name: use small letters, digits and dashes.`,
    );
  }
  if (type !== undefined && !RULE_TYPE.test(type)) {
    throw new PermanentError(
      'MASKING_RULE_INVALID',
      `The masking rule "${name}" is wrong at type: use small letters and underscores.`,
    );
  }
}

function runExamples(rule: CustomRule, finds: (text: string) => boolean): void {
  const missed = rule.examples.match.findIndex((text) => !finds(text));
  if (missed >= 0) {
    throw new PermanentError(
      'MASKING_RULE_INVALID',
      `The masking rule "${rule.name}" does not find its example match[${missed}]; change the pattern or the example.`,
    );
  }
  const overdone = rule.examples.ignore.findIndex((text) => finds(text));
  if (overdone >= 0) {
    throw new PermanentError(
      'MASKING_RULE_INVALID',
      `The masking rule "${rule.name}" finds something in its example ignore[${overdone}]; make the pattern narrower.`,
    );
  }
}
