import * as z from 'zod';
import { Verdict } from '../contracts/decision.ts';
import { ServiceName } from '../contracts/names.ts';
import { Direction, Scale } from '../contracts/measurement.ts';

const Values = z.array(z.number()).min(1).max(200);
const RuleIds = z.array(z.string().min(1).max(120)).max(100);

/** An example with its right answer, written beside the rules that it is about. */
export const PolicyCase = z.strictObject({
  name: z.string().min(3).max(200),
  service: ServiceName.optional().describe('Judged as a change of this service.'),
  paths: z
    .array(z.string().min(1).max(1_000))
    .max(100)
    .default([])
    .describe('Files that the change touches, for rules by path.'),
  environment: z.string().min(1).max(100).default('default'),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('When it is decided, for freezes and expiry; the moment of the test when left out.'),
  given: z
    .array(
      z.strictObject({
        metric: z.string().min(1).max(200),
        statistic: z.string().min(1).max(30),
        unit: z.string().max(30).default(''),
        direction: Direction.default('lower-is-better'),
        scale: Scale.default('ratio-scale'),
        baseline: Values,
        candidate: Values,
      }),
    )
    .min(1)
    .max(100)
    .describe('One value a run on each side.'),
  expect: z.strictObject({
    verdict: Verdict,
    reasons: RuleIds.optional().describe(
      'Rules, budgets and freezes that the verdict names as its reasons: exactly these, in any order.',
    ),
    observed: RuleIds.optional().describe('Rules in observation that would have failed or warned.'),
    excused: RuleIds.optional().describe("Rules that a person's exemption kept from counting."),
  }),
});
export type PolicyCase = z.infer<typeof PolicyCase>;
