import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

const SecretName = z.string().min(1).max(127);

/** Who the connection is: the owner of a personal access token, or a service principal of Microsoft Entra ID. */
const Auth = z.union([
  z.strictObject({
    /** Name of the secret with a token of this organisation, scopes Code (read), Code (status) and Pull Request Threads (read & write). */
    patSecret: SecretName,
  }),
  z.strictObject({
    entra: z.strictObject({
      tenantId: z.string().regex(/^[A-Za-z0-9.-]{1,100}$/, 'a tenant id or domain'),
      clientId: z.string().min(1).max(100),
      /** Name of the secret with the client secret. */
      clientSecret: SecretName,
      authorityUrl: WebUrl.default('https://login.microsoftonline.com'),
    }),
  }),
]);

/** What the service hook proves itself with; Azure DevOps signs nothing. */
const Webhook = z.union([
  z.strictObject({
    /** Name of the HTTP header that the subscription adds. */
    header: z
      .string()
      .regex(/^[a-z0-9-]{1,100}$/i, 'a header name')
      .default('x-perf-agent-secret')
      .transform((name) => name.toLowerCase()),
    secret: SecretName,
  }),
  z.strictObject({ basic: z.strictObject({ user: z.string().min(1).max(200), passwordSecret: SecretName }) }),
]);

/** Settings of an Azure DevOps connection; secrets by name. */
export const AzureDevopsSettings = z.strictObject({
  /** `https://dev.azure.com/ORGANISATION`, or the collection's address of an Azure DevOps Server. */
  organisationUrl: WebUrl,
  auth: Auth,
  webhook: Webhook.optional(),
  /** Name and genre of the status; a branch policy asks for `genre/name`. */
  statusName: z.string().min(1).max(100).default('verdict'),
  statusGenre: z.string().min(1).max(100).default('perf-agent'),
  /**
   * State of the comment's thread. Without one it is shown and holds nothing up; a closed one is shown folded; an active one holds up a
   * branch that requires all comments to be resolved.
   */
  commentStatus: z.enum(['none', 'closed', 'active']).default('none'),
});
export type AzureDevopsSettings = z.infer<typeof AzureDevopsSettings>;
