import * as z from 'zod';
import { Verdict } from '../contracts/decision.ts';
import { ServiceName } from '../contracts/names.ts';
import { Direction, Scale } from '../contracts/measurement.ts';
import { Risk } from '../contracts/plan.ts';
import { RuleId } from '../contracts/policy-names.ts';

const Values = z.array(z.number()).min(1).max(200).describe('One value a run.');
const RuleIds = z.array(z.string().min(1).max(120)).max(100);

/** An example with its right answer, written beside the rules that it is about. */
export const PolicyCase = z.strictObject({
  name: z.string().min(3).max(200).describe('What it promises, in a sentence.'),
  service: ServiceName.optional().describe('Judged as a change of this service.'),
  paths: z
    .array(z.string().min(1).max(1_000))
    .max(100)
    .default([])
    .describe('Files that the change touches, for rules by path.'),
  environment: z.string().min(1).max(100).default('default').describe('Where it was measured.'),
  risk: Risk.default('low').describe('Risk of the diff, for approval rules.'),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe(
      'a moment with its offset, as 2026-12-20T18:00:00Z, when it is decided, for freezes and expiry; that of the test when left out',
    ),
  given: z
    .array(
      z.strictObject({
        metric: z.string().min(1).max(200).describe('Name of the metric.'),
        statistic: z.string().min(1).max(30).describe('p50, p95, rate …'),
        unit: z.string().max(30).default('').describe('ms, 1, By …'),
        direction: Direction.default('lower-is-better').describe('Which way is better.'),
        scale: Scale.default('ratio-scale').describe('How it is compared.'),
        baseline: Values,
        candidate: Values,
      }),
    )
    .min(1)
    .max(100)
    .describe('One value a run on each side.'),
  expect: z
    .strictObject({
      verdict: Verdict.describe('The verdict on these figures.'),
      reasons: RuleIds.optional().describe(
        'Rules, budgets and freezes that the verdict names as its reasons: exactly these, in any order.',
      ),
      observed: RuleIds.optional().describe('Rules in observation that would have failed or warned.'),
      approval: RuleId.nullable()
        .optional()
        .describe('approval rule that asks people; null: nobody is asked'),
      excused: RuleIds.optional().describe("Rules that a person's exemption kept from counting."),
    })
    .describe('The right answer.'),
});
export type PolicyCase = z.infer<typeof PolicyCase>;
