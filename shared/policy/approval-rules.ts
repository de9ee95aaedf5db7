import * as z from 'zod';
import { ApprovalWhen } from '../contracts/approval.ts';
import { ConnectionId, RuleId } from '../contracts/policy-names.ts';
import { PersonId } from '../contracts/approval-need.ts';

const Minutes = z.number().positive().max(10_080);

/** Somebody who may be asked, and under which accounts the systems know them. */
export const Person = z.strictObject({
  id: PersonId,
  name: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('As comments and messages call them; the id when left out.'),
  accounts: z
    .record(ConnectionId, z.string().min(1).max(200))
    .default({})
    .describe(
      'Account by connection: the user name on a code host, the member id in Slack (`U012AB3CD`), the address of the person in Teams. Who has no account for the code host of a change cannot approve it: nobody could tell whether they wrote it.',
    ),
  codeSecret: z
    .string()
    .min(1)
    .max(127)
    .optional()
    .describe(
      'Name of the secret with the code that proves who speaks on the approval page, the command line and the API.',
    ),
});
export type Person = z.infer<typeof Person>;

const FIELDS = {
  when: ApprovalWhen.describe('When it asks; a high risk when left out.'),
  approvers: z.array(PersonId).min(1).max(100).describe('People and groups.'),
  count: z.int().min(1).max(5).describe('How many different people have to agree.'),
  remindAfterMinutes: Minutes.nullable().describe('Told once more after this long; null: never.'),
  escalate: z
    .strictObject({
      afterMinutes: Minutes.describe('So long after the question.'),
      to: z.array(PersonId).min(1).max(100).describe('People and groups.'),
    })
    .nullable()
    .describe('Who else may approve when nobody did for so long.'),
  timeoutMinutes: Minutes.describe('Without an answer by then the check fails.'),
  connections: z
    .array(ConnectionId)
    .max(5)
    .describe('Messengers that are told; the page and the command line always work.'),
};

/** Who has to agree before a change may go on, and what happens when they do not answer. */
export const ApprovalRule = z.strictObject({
  id: RuleId,
  when: FIELDS.when.default({ risk: ['high'] }),
  approvers: FIELDS.approvers,
  count: FIELDS.count.default(1),
  remindAfterMinutes: FIELDS.remindAfterMinutes.default(60),
  escalate: FIELDS.escalate.default(null),
  timeoutMinutes: FIELDS.timeoutMinutes.default(1_440),
  connections: FIELDS.connections.default([]),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** A rule of a level above by its id, of which single fields are set; or, with approvers at least, a rule of its own. */
export const ApprovalOverlay = z.strictObject({
  id: ApprovalRule.shape.id,
  ...z.object(FIELDS).partial().shape,
});
export type ApprovalOverlay = z.infer<typeof ApprovalOverlay>;

/** What a policy says of people and approval. */
export const APPROVAL = {
  people: z.array(Person).max(500).default([]).describe('Whom approvals and owners may name.'),
  groups: z
    .record(PersonId, z.array(PersonId).min(1).max(100))
    .default({})
    .describe('People by the name of their group.'),
  approvals: z
    .array(ApprovalRule)
    .max(50)
    .default([])
    .describe('First match wins; no match: nobody is asked.'),
};

/** Whom approval rules may name. */
export interface ApprovalPeople {
  readonly people: readonly Person[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export interface ApprovalPolicy extends ApprovalPeople {
  readonly approvals: readonly ApprovalRule[];
}
