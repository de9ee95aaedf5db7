import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

const SecretName = z.string().min(1).max(127);

/** Who the connection is: a GitHub App (may create check runs), or the owner of a personal access token. */
const Auth = z.union([
  z.strictObject({
    app: z.strictObject({
      /** Client id (`Iv23…`) or number of the App; it is the issuer of the JWT. */
      clientId: z.string().min(1).max(60),
      /** Name of the secret with the App's private key, PEM. */
      privateKeySecret: SecretName,
      /** Without it, the installation is looked up for each owner. */
      installationId: z.int().positive().optional(),
    }),
  }),
  z.strictObject({
    /** Name of the secret with a fine-grained or classic personal access token. */
    tokenSecret: SecretName,
  }),
]);

/** Settings of a GitHub connection; secrets by name. */
export const GithubSettings = z.strictObject({
  /** Address of the API: `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise Server. */
  apiUrl: WebUrl.default('https://api.github.com'),
  auth: Auth,
  /** Name of the secret of the webhook; without it no webhook is believed. */
  webhook: z.strictObject({ secret: SecretName }).optional(),
  /** Name of the check run or the context of the commit status. */
  statusName: z.string().min(1).max(100).default('perf-agent'),
  /** `auto`: a check run with an App, a commit status with a token. */
  report: z.enum(['auto', 'check-run', 'commit-status']).default('auto'),
});
export type GithubSettings = z.infer<typeof GithubSettings>;
