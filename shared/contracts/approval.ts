import * as z from 'zod';
import { ApprovalNeed, PersonId } from './approval-need.ts';
import { Verdict } from './decision.ts';
import { RunId, Tenant } from './envelope.ts';
import { Masked } from './masked.ts';

const People = z.array(PersonId).max(500);
const Connection = z.string().max(60);

/** When a decision waits; what is left out counts whatever it is. */
export const ApprovalWhen = z.strictObject({
  risk: z
    .array(z.enum(['low', 'medium', 'high']))
    .min(1)
    .max(3)
    .optional()
    .describe('Levels of risk of the diff; every one when left out.'),
  verdict: z.array(Verdict).min(1).max(6).optional().describe('Verdicts; every one when left out.'),
  freeze: z.boolean().optional().describe('True: only in a freeze window; false: only outside of one.'),
});
export type ApprovalWhen = z.infer<typeof ApprovalWhen>;

/** A rule of the policy as a plan holds it: groups are people now, and who may not approve this change is left out. */
export const PlannedApprovalRule = z.object({
  id: z.string().max(61),
  /** Where it stands, and what levels below changed of it: `policies/default.yaml:40 (organisation), count by …`. */
  origin: Masked.optional(),
  when: ApprovalWhen,
  approvers: People,
  escalateTo: People,
  /** The names of people and groups of both, as the rule has them; left out by versions that did not keep them. */
  asks: z.array(PersonId).max(200).optional(),
  count: z.int().min(1).max(5),
  remindAfterMinutes: z.number().positive().nullable(),
  escalateAfterMinutes: z.number().positive().nullable(),
  timeoutMinutes: z.number().positive(),
  connections: z.array(Connection).max(5),
});
export type PlannedApprovalRule = z.infer<typeof PlannedApprovalRule>;

/** What the policy says of approval for one change. */
export const PlannedApprovals = z.object({
  rules: z.array(PlannedApprovalRule).max(50),
  /** People of the policy who wrote the change. */
  authors: People,
  /** False: nobody knows who wrote it, so one more than one person is asked. */
  authorKnown: z.boolean(),
  names: z.record(PersonId, Masked),
});
export type PlannedApprovals = z.infer<typeof PlannedApprovals>;

/** Ways on which a person's word comes in; each proves who speaks (docs/decisions/005-approval-identity.md). No model has one. */
export const ApprovalChannel = z.enum(['slack', 'link', 'page', 'api', 'command-line']);
export type ApprovalChannel = z.infer<typeof ApprovalChannel>;

/** What a person may say. */
export const ApprovalWord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approve') }),
  z.object({ kind: z.literal('reject') }),
  /** The right to approve goes over to another. */
  z.object({ kind: z.literal('delegate'), to: PersonId }),
  /** Takes back the own approval, or a right that was delegated and not used. */
  z.object({ kind: z.literal('revoke') }),
]);
export type ApprovalWord = z.infer<typeof ApprovalWord>;

const Happened = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('asked'),
    need: ApprovalNeed,
    change: z.object({
      connection: Connection,
      project: z.string().max(300),
      number: z.string().max(40),
      headSha: z.string().max(64),
    }),
  }),
  z.object({
    kind: z.literal('said'),
    word: ApprovalWord,
    by: PersonId,
    channel: ApprovalChannel,
    reason: Masked,
    /** Names one click, page or call: the same one again changes nothing. */
    key: z.string().max(200),
    /** Whose credential opened the door, where one did; the word is the person's all the same. */
    caller: Masked.optional(),
    /** Name of the person that a right went to. */
    toName: Masked.optional(),
  }),
  z.object({ kind: z.literal('reminded') }),
  z.object({ kind: z.literal('escalated') }),
  z.object({ kind: z.literal('expired') }),
  /** `by`: the head of a newer commit, or the id of a newer run of the same one. */
  z.object({ kind: z.literal('superseded'), by: z.string().max(64) }),
]);
export type Happened = z.infer<typeof Happened>;

/** One line of an approval's history, write-once at `approvals/<runId>/<sequence>.json`; the state is what they add up to. */
export const ApprovalEvent = z.object({
  schema: z.literal('perf-agent.approval-event.v1'),
  runId: RunId,
  tenant: Tenant,
  /** 1, 2, 3 …: two writers at once want the same number, and one of them gets it. */
  sequence: z.int().positive(),
  at: z.iso.datetime(),
  happened: Happened,
});
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

export const APPROVALS_PREFIX = 'approvals/';
/** An approval has at most this many events. */
export const MOST_APPROVAL_EVENTS = 500;
/** People who click to and fro are stopped here, so that there is room left for the end. */
export const MOST_APPROVAL_WORDS = 450;

export function approvalPrefix(runId: RunId): string {
  return `${APPROVALS_PREFIX}${runId}/`;
}

export function approvalRef(runId: RunId, sequence: number): string {
  return `${approvalPrefix(runId)}${String(sequence).padStart(4, '0')}.json`;
}

/** What the `approve` step did for one message. */
export const ApprovalStep = z.object({
  did: z.enum([
    'told-change',
    'told-people',
    'noted',
    'went-on',
    'answered',
    'superseded',
    'nothing',
    'unconfirmed',
  ]),
  sequence: z.int().nonnegative(),
  reason: Masked,
});
export type ApprovalStep = z.infer<typeof ApprovalStep>;
