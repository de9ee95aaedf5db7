import * as z from 'zod';
import { Role } from '../contracts/access.ts';
import { Tenant } from '../contracts/envelope.ts';
import { WebUrl } from '../contracts/web-url.ts';

const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, '1 to 41 of a-z, 0-9 and "-", not starting with "-"');

/** A system that the product talks to. `settings` are checked by the connector itself. */
const Connection = z.strictObject({
  id: Id,
  connector: Id,
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Most requests that all instances together send over it; left out, only what the other side says of its limits holds. */
  rateLimit: z
    .strictObject({
      requestsPerSecond: z.number().min(0.01).max(10_000),
      /** Requests that may be sent at once after a quiet time. */
      burst: z.int().min(1).max(10_000).default(10),
    })
    .optional(),
});

const DEFAULT_FAIRNESS = { runsAtOnce: 20 };

/** A model, asked in the order of the list until one answers. */
export const ModelConnection = z.strictObject({
  id: Id,
  kind: z.enum(['azure-openai', 'openai-compatible']),
  endpoint: WebUrl,
  /** Deployment name on Azure, model name elsewhere. */
  model: z.string().min(1).max(200),
  apiVersion: z.string().max(40).default('2024-10-21'),
  /** Name of the key's secret; without one, Azure is opened by managed identity and others without a key. */
  keySecret: z.string().max(127).optional(),
  timeoutSeconds: z.number().positive().max(240).default(60),
  maxOutputTokens: z.int().positive().max(32_000).default(2_000),
  /** What a million tokens cost, for the policy's `modelBudget`; the currency is yours. */
  price: z
    .strictObject({
      inputPerMillionTokens: z.number().nonnegative(),
      outputPerMillionTokens: z.number().nonnegative(),
    })
    .optional(),
});
export type ModelConnection = z.infer<typeof ModelConnection>;

/** Whose tokens open the API (Entra ID, or any issuer of JWTs with a key set). Everything that is believed is pinned here. */
export const TokenIssuer = z.strictObject({
  /** Exactly as it stands in the token's `iss`. */
  issuer: WebUrl.max(300),
  /** Exactly as it stands in the token's `aud`. */
  audience: z.string().min(1).max(300),
  /** Address of the issuer's key set (JWKS); what a token says of its keys is never followed. */
  keys: WebUrl.max(300),
  algorithms: z
    .array(z.enum(['RS256', 'ES256']))
    .min(1)
    .default(['RS256']),
  /** Whose data its tokens open; left out, those of the configuration's tenant. */
  tenant: Tenant.optional(),
  /** What an entry of the token's claim `roles` means here; entries that are not listed mean nothing. */
  roles: z
    .record(z.string().min(1).max(120), Role)
    .default({ reader: 'reader', operator: 'operator', approver: 'approver', admin: 'admin' }),
});
export type TokenIssuer = z.infer<typeof TokenIssuer>;

const Access = z.strictObject({
  /** The Functions key as a key of the API: it may do all, as before there were others, or is refused. */
  installationKey: z.enum(['admin', 'refused']).default('admin'),
  tokens: z.array(TokenIssuer).max(10).default([]),
});

/** How HashiCorp Vault is opened. Files are read at every login, so that what an agent or the cluster renews is used. */
const VaultAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token-file'), file: z.string().min(1).max(500) }),
  z.strictObject({
    kind: z.literal('app-role'),
    roleId: z.string().min(1).max(200),
    secretIdFile: z.string().min(1).max(500),
    mount: z.string().min(1).max(200).default('approle'),
  }),
  z.strictObject({
    kind: z.literal('kubernetes'),
    role: z.string().min(1).max(200),
    tokenFile: z.string().min(1).max(500).default('/var/run/secrets/kubernetes.io/serviceaccount/token'),
    mount: z.string().min(1).max(200).default('kubernetes'),
  }),
]);

/** HashiCorp Vault at `KEY_VAULT_URL`, instead of an Azure Key Vault. A secret is `<mount>/<folder>/<name>`, its value the field `value`. */
const VaultConnection = z.strictObject({
  kind: z.literal('hashicorp'),
  /** Mount of the KV engine, version 2. */
  mount: z.string().min(1).max(200).default('secret'),
  folder: z.string().min(1).max(300).default('perf-agent'),
  /** Vault Enterprise. */
  namespace: z.string().min(1).max(200).optional(),
  auth: VaultAuth,
});
export type VaultConnection = z.infer<typeof VaultConnection>;

/** `PERF_AGENT_CONFIG`, version 1. Published as schemas/config.v1.schema.json. Secrets by name only. */
export const Configuration = z.strictObject({
  schema: z.literal('perf-agent.config.v1'),
  tenant: Tenant.default('default'),
  /** Policy file, relative to the app's folder. */
  policy: z.string().max(300).default('policies/default.yaml'),
  connections: z.array(Connection).max(100).default([]),
  models: z.array(ModelConnection).max(10).default([]),
  /** Who may use the API. */
  access: Access.default({ installationKey: 'admin', tokens: [] }),
  vault: VaultConnection.optional(),
  /** Places for runs in work, in equal shares for the projects that had some in the last ten minutes; further runs of a project wait for one of its own. */
  fairness: z
    .strictObject({ runsAtOnce: z.int().min(1).max(100_000).default(DEFAULT_FAIRNESS.runsAtOnce) })
    .default(DEFAULT_FAIRNESS),
  network: z
    .strictObject({
      /** Hosts (`name` or `name:port`) that may be asked over plain http, e.g. inside a cluster. */
      allowHttpHosts: z.array(z.string().min(1).max(260)).max(50).default([]),
      /** Hosts (`name` or `name:port`) whose names lead to private addresses, e.g. a code host within the company. */
      allowPrivateHosts: z.array(z.string().min(1).max(260)).max(50).default([]),
    })
    .default({ allowHttpHosts: [], allowPrivateHosts: [] }),
});
export type Configuration = z.infer<typeof Configuration>;
