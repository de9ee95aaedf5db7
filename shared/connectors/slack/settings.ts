import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

/** Settings of a Slack connection: one channel. Secrets by name. */
export const SlackSettings = z.strictObject({
  /** Address of the Web API; another one is for Slack's government cloud. */
  baseUrl: WebUrl.default('https://slack.com/api'),
  /** Name of the secret with the bot token (`xoxb-…`). */
  tokenSecret: z.string().min(1).max(127),
  /** Name of the secret with which Slack signs what people click ("Signing Secret" of the app); without it no click counts. */
  signingSecret: z.string().min(1).max(127).optional(),
  /** Id of the channel, not its name: names change. */
  channel: z
    .string()
    .regex(/^[CGD][A-Z0-9]{2,30}$/, 'a channel id such as C0123456789, from "View channel details"'),
});
export type SlackSettings = z.infer<typeof SlackSettings>;
