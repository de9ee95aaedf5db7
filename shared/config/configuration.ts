import * as z from 'zod';
import { Tenant } from '../contracts/envelope.ts';

const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, '1 to 41 of a-z, 0-9 and "-", not starting with "-"');

/** A system that the product talks to. `settings` are checked by the connector itself. */
const Connection = z.strictObject({
  id: Id,
  connector: Id,
  settings: z.record(z.string(), z.unknown()).default({}),
});

/** A model, asked in the order of the list until one answers. */
export const ModelConnection = z.strictObject({
  id: Id,
  kind: z.enum(['azure-openai', 'openai-compatible']),
  endpoint: z.url(),
  /** Deployment name on Azure, model name elsewhere. */
  model: z.string().min(1).max(200),
  apiVersion: z.string().max(40).default('2024-10-21'),
  /** Name of the key's secret; without one, Azure is opened by managed identity and others without a key. */
  keySecret: z.string().max(127).optional(),
  timeoutSeconds: z.number().positive().max(240).default(60),
  maxOutputTokens: z.int().positive().max(32_000).default(2_000),
});
export type ModelConnection = z.infer<typeof ModelConnection>;

/** `PERF_AGENT_CONFIG`, version 1. Published as schemas/config.v1.schema.json. Secrets by name only. */
export const Configuration = z.strictObject({
  schema: z.literal('perf-agent.config.v1'),
  tenant: Tenant.default('default'),
  /** Policy file, relative to the app's folder. */
  policy: z.string().max(300).default('policies/default.yaml'),
  connections: z.array(Connection).max(100).default([]),
  models: z.array(ModelConnection).max(10).default([]),
  network: z
    .strictObject({
      /** Hosts (`name` or `name:port`) that may be asked over plain http, e.g. inside a cluster. */
      allowHttpHosts: z.array(z.string().min(1).max(260)).max(50).default([]),
    })
    .default({ allowHttpHosts: [] }),
});
export type Configuration = z.infer<typeof Configuration>;
