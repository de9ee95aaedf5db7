import * as z from 'zod';

/** Settings of a Teams connection: one channel, by the address of its workflow. */
export const TeamsSettings = z.strictObject({
  /** Name of the secret with the whole address of the workflow; who has it can post, so it is a secret as a whole. */
  webhookUrlSecret: z.string().min(1).max(127),
  /**
   * Name of the secret with the address of a workflow that posts the card in the chat with the person whose address stands in `recipient`. With it,
   * each approver gets links of their own; without it, nobody is asked in private.
   */
  directWebhookUrlSecret: z.string().min(1).max(127).optional(),
});
export type TeamsSettings = z.infer<typeof TeamsSettings>;
