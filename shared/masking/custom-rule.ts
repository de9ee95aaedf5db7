import * as z from 'zod';
import { RULE_NAME, RULE_TYPE } from './rule-name.ts';

/** A team's own rule, as policy files hold it. The examples are its tests and are run whenever it is loaded. */
export const CustomRule = z.strictObject({
  name: z
    .string()
    .regex(RULE_NAME, 'use small letters, digits and dashes')
    .describe('a name of small letters, digits and dashes'),
  type: z
    .string()
    .regex(RULE_TYPE, 'use small letters and underscores')
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
