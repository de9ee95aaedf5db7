import * as z from 'zod';
import { PermanentError } from '../errors/pipeline-error.ts';

/** All settings that the app reads from its environment; nothing else is read (docs/operating.md lists them). */
export const Environment = z.object({
  /** Connection string, or the namespace's host name when a managed identity opens it. */
  SERVICE_BUS: z.string().min(1),
  /** Connection string, or the account's blob endpoint when a managed identity opens it. */
  BLOB_STORAGE: z.string().min(1),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://'),
  KEY_VAULT_URL: z.url(),
  /** Path of the key that signs the audit log, where it does not lie in the key vault. */
  AUDIT_KEY_FILE: z.string().min(1).optional(),
  /** Path of a YAML file, or the YAML itself. */
  PERF_AGENT_CONFIG: z.string().min(1),
  /** Where people reach the HTTP functions; links in comments start with it. */
  PUBLIC_URL: z.url(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z.string().min(1).optional(),
});
export type Environment = z.infer<typeof Environment>;

/**
 * Reads and checks the environment, all faults at once, never a value.
 * @throws PermanentError(`CONFIG_INVALID`) listing every setting that is missing or wrong.
 */
export function loadEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const managed = {
    ...env,
    // The Functions convention for identity-based connections: <NAME>__fullyQualifiedNamespace, <NAME>__blobServiceUri.
    SERVICE_BUS: env['SERVICE_BUS'] ?? env['SERVICE_BUS__fullyQualifiedNamespace'],
    BLOB_STORAGE: env['BLOB_STORAGE'] ?? env['BLOB_STORAGE__blobServiceUri'],
  };
  const parsed = Environment.safeParse(managed);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.map(String).join('.');
    return `${name}: ${env[name] === undefined ? 'is not set' : issue.message}`;
  });
  throw new PermanentError('CONFIG_INVALID', `The environment is not complete: ${faults.join('; ')}.`);
}
