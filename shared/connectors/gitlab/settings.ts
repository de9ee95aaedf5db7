import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

const SecretName = z.string().min(1).max(127);

/** How webhooks prove where they come from. With both secrets a signature is preferred and must be right when it is there. */
const Webhook = z.union([
  z.strictObject({
    /** Signing token (`whsec_…`) of the webhook. */
    signingSecret: SecretName,
    tokenSecret: SecretName.optional(),
  }),
  z.strictObject({
    /** Secret token of the webhook, sent as `X-Gitlab-Token`. */
    tokenSecret: SecretName,
  }),
]);

/** Settings of a GitLab connection; secrets by name. */
export const GitlabSettings = z.strictObject({
  /** Address of the instance without `/api/v4`; a relative root is kept. */
  baseUrl: WebUrl.default('https://gitlab.com'),
  /** Name of the secret with a project, group or personal access token of scope `api`. */
  tokenSecret: SecretName,
  webhook: Webhook.optional(),
  /** Name under which the commit status appears. */
  statusName: z.string().min(1).max(255).default('perf-agent'),
  /** Whether the commits of merge trains are judged, which need results of their own then. */
  mergeTrains: z.enum(['ignore', 'judge']).default('ignore'),
  /** Project (path or id) for issues; without it the connection offers none. */
  issues: z.strictObject({ project: z.string().min(1).max(300) }).optional(),
});
export type GitlabSettings = z.infer<typeof GitlabSettings>;
