import * as z from 'zod';
import { ApprovalWhen } from '../contracts/approval.ts';
import { PersonId } from '../contracts/approval-need.ts';

const ConnectionId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/);
const Minutes = z.number().positive().max(10_080);

/** Somebody who may be asked, and under which accounts the systems know them. */
export const Person = z.strictObject({
  id: PersonId,
  /** As comments and messages call them; the id when left out. */
  name: z.string().min(1).max(100).optional(),
  /**
   * Account by connection: the user name on a code host, the member id in Slack (`U012AB3CD`), the address of the person in Teams. Who has
   * no account for the code host of a change cannot approve it: nobody could tell whether they wrote it.
   */
  accounts: z.record(ConnectionId, z.string().min(1).max(200)).default({}),
  /** Name of the secret with the code that proves who speaks on the approval page, the command line and the API. */
  codeSecret: z.string().min(1).max(127).optional(),
});
export type Person = z.infer<typeof Person>;

/** Who has to agree before a change may go on, and what happens when they do not answer. */
export const ApprovalRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  when: ApprovalWhen.default({ risk: ['high'] }),
  /** People and groups. */
  approvers: z.array(PersonId).min(1).max(100),
  /** How many different people have to agree. */
  count: z.int().min(1).max(5).default(1),
  /** Told once more after this long; null: never. */
  remindAfterMinutes: Minutes.nullable().default(60),
  /** Who else may approve when nobody did for so long. */
  escalate: z
    .strictObject({ afterMinutes: Minutes, to: z.array(PersonId).min(1).max(100) })
    .nullable()
    .default(null),
  /** Without an answer by then the check fails. */
  timeoutMinutes: Minutes.default(1_440),
  /** Messengers that are told; the page and the command line always work. */
  connections: z.array(ConnectionId).max(5).default([]),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** What a policy says of people and approval. */
export const APPROVAL = {
  people: z.array(Person).max(500).default([]),
  /** People by the name of their group. */
  groups: z.record(PersonId, z.array(PersonId).min(1).max(100)).default({}),
  /** First match wins; no match: nobody is asked. */
  approvals: z.array(ApprovalRule).max(50).default([]),
};

export interface ApprovalPolicy {
  readonly people: readonly Person[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly approvals: readonly ApprovalRule[];
}
