import * as z from 'zod';
import { WebUrl } from '../../contracts/web-url.ts';

const SecretName = z.string().min(1).max(127);

/** Settings of a Prometheus connection (or what speaks its API: Mimir, Thanos, VictoriaMetrics); secrets by name. */
export const PrometheusSettings = z.strictObject({
  /** Address before `/api/v1`; a path prefix is kept. */
  baseUrl: WebUrl,
  /** Name of the secret with a bearer token; without it no authorisation is sent. */
  tokenSecret: SecretName.optional(),
  /** Tenant of a shared Mimir or Loki-style gateway, sent as `X-Scope-OrgID`. */
  orgId: z.string().min(1).max(200).optional(),
  /** Time that Prometheus itself may spend on one query. */
  queryTimeoutSeconds: z.int().min(1).max(120).default(30),
});
export type PrometheusSettings = z.infer<typeof PrometheusSettings>;
