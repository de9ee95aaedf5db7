import * as z from 'zod';

/** Settings of a Teams connection: one channel, by the address of its workflow. */
export const TeamsSettings = z.strictObject({
  /** Name of the secret with the whole address of the workflow; who has it can post, so it is a secret as a whole. */
  webhookUrlSecret: z.string().min(1).max(127),
});
export type TeamsSettings = z.infer<typeof TeamsSettings>;
