import * as z from 'zod';
import { ApprovalNeed } from './approval-need.ts';
import { Masked } from './masked.ts';

/** What the gate says. `no-data` and `no-baseline` are answers of their own, never a pass in disguise. */
export const Verdict = z.enum(['fail', 'warn', 'pass', 'undecided', 'no-baseline', 'no-data']);
export type Verdict = z.infer<typeof Verdict>;

/** What a rule saw. */
const Reason = z.object({ rule: z.string(), text: Masked, evidence: z.array(z.string()) });
export type Reason = z.infer<typeof Reason>;

/** A rule that is only observed: what it would have done. */
export const Observed = Reason.extend({ would: z.enum(['fail', 'warn']) });
export type Observed = z.infer<typeof Observed>;

/** What counts for nothing because a person said so, and until when. */
export const Excused = Reason.extend({
  kind: z.enum(['acknowledged', 'exempted']),
  by: Masked,
  until: z.iso.datetime(),
});
export type Excused = z.infer<typeof Excused>;

export const Decision = z.object({
  verdict: Verdict,
  /** One sentence for the first line of comment, report and message. */
  headline: Masked,
  /** Rules that decided, with what they saw. */
  reasons: z.array(Reason).max(500),
  observed: z.array(Observed).max(500).optional(),
  excused: z.array(Excused).max(500).optional(),
  /** What the policy says besides: exemptions that have expired, rules that do not count in this environment. */
  remarks: z.array(Masked).max(100).optional(),
  policy: z.object({ id: z.string(), version: z.string() }),
  /** Who has to agree before the check turns; absent: nobody. */
  approval: ApprovalNeed.optional(),
});
export type Decision = z.infer<typeof Decision>;
