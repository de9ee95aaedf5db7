import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

const SecretName = z.string().min(1).max(127);
const Name = z.string().min(1).max(255);

const Way = z.union([Name, z.array(Name).min(1).max(10)]);

const Auth = z.discriminatedUnion('kind', [
  z.strictObject({
    /** Jira Cloud: e-mail address and API token. */
    kind: z.literal('basic'),
    user: z.string().min(1).max(320),
    tokenSecret: SecretName,
  }),
  z.strictObject({
    /** Data Center: personal access token. */
    kind: z.literal('bearer'),
    tokenSecret: SecretName,
  }),
]);

/** Settings of a Jira connection; secrets by name. */
export const JiraSettings = z.strictObject({
  /** Cloud speaks REST v3 and its document format, Data Center v2 and wiki markup. */
  deployment: z.enum(['cloud', 'data-center']).default('cloud'),
  /** `https://SITE.atlassian.net`, `https://api.atlassian.com/ex/jira/CLOUD-ID` for scoped tokens, or `https://HOST/ROOT`. */
  baseUrl: WebUrl,
  /** Where people open issues, when that is not `baseUrl`. */
  siteUrl: WebUrl.optional(),
  auth: Auth,
  /** Key of the project. */
  project: z.string().regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'a project key is upper case, such as SHOP'),
  issueType: Name.default('Bug'),
  /** Severity → name of the priority. Without it Highest, High, Medium, Low and Lowest, as far as the project has them. */
  priorities: z
    .strictObject({
      critical: Name.optional(),
      high: Name.optional(),
      medium: Name.optional(),
      low: Name.optional(),
      none: Name.optional(),
    })
    .default({}),
  components: z.array(Name).max(20).default([]),
  labels: z
    .array(z.string().regex(/^\S{1,255}$/, 'labels have no spaces'))
    .max(20)
    .default([]),
  /** Values of further fields by their id (`customfield_10010`), as Jira's REST API takes them. */
  fields: z.record(z.string().regex(/^[a-z][A-Za-z0-9_]{0,100}$/), z.unknown()).default({}),
  /** Names of transitions where the right one cannot be told from the state it leads to; several are gone through one after the other. */
  transitions: z
    .strictObject({ close: Way.optional(), reopen: Way.optional(), resolution: Name.optional() })
    .default({}),
  attachPicture: z.boolean().default(true),
});
export type JiraSettings = z.infer<typeof JiraSettings>;
