import * as z from 'zod';
import { PermanentError } from '../errors/pipeline-error.ts';
import { type Finding, STRENGTH } from './finding.ts';
import { compileLinearExpression } from './linear-expression.ts';
import { type ScanForFindings } from './mask-segment.ts';

/** A team's own rule, as policy files hold it. The examples are its tests and are run whenever it is loaded. */
export const CustomRule = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/, 'use small letters, digits and dashes')
    .describe('a name of small letters, digits and dashes'),
  type: z
    .string()
    .regex(/^[a-z][a-z_]{0,24}$/, 'use small letters and underscores')
    .optional()
    .describe('what its pseudonyms are called, in small letters and underscores; the name when left out'),
  pattern: z
    .string()
    .min(1)
    .max(500)
    .describe(
      "Sets, groups, choices, repeats and `^ $ \\b` of JavaScript's expressions; no look-around, no back references.",
    ),
  ignoreCase: z.boolean().default(false).describe('Whether small letters and capitals are the same.'),
  examples: z
    .strictObject({
      match: z.array(z.string()).min(1).describe('Texts in which the rule finds something.'),
      ignore: z.array(z.string()).min(1).describe('Texts in which it finds nothing.'),
    })
    .describe('Its tests, run whenever it is loaded.'),
});
export type CustomRule = z.input<typeof CustomRule>;

export const CustomRules = z.array(CustomRule).max(100);

/**
 * Compiles custom rules and runs their examples.
 * @throws PermanentError MASKING_RULE_INVALID naming the rule, when its shape or pattern is wrong or an example fails.
 */
export function compileCustomRules(rules: readonly CustomRule[]): ScanForFindings {
  const compiled = rules.map((given) => {
    const parsed = CustomRule.safeParse(given);
    if (!parsed.success) {
      const fault = parsed.error.issues[0];
      throw new PermanentError(
        'MASKING_RULE_INVALID',
        `The masking rule "${given.name}" is wrong at ${fault?.path.join('.') ?? '?'}: ${fault?.message ?? ''}.`,
      );
    }
    const rule = parsed.data;
    const expression = compileLinearExpression(rule.pattern, rule.ignoreCase);
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

function runExamples(rule: z.output<typeof CustomRule>, finds: (text: string) => boolean): void {
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
