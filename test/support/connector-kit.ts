import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { createHttpClient } from '../../shared/platform/http-client/create-http-client.ts';
import type { ConnectorKit } from '../../shared/ports/connector.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';

const noTelemetry: Telemetry = {
  span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }),
};

/** A kit with the real HTTP client, secrets by name from a record, and a fixed or the real time. */
export function connectorKit(
  secrets: Readonly<Record<string, string>>,
  options: {
    readonly now?: () => Date;
    readonly timeoutMs?: number;
    readonly fetch?: typeof fetch;
  } = {},
): ConnectorKit {
  const clock = { now: options.now ?? (() => new Date()) };
  return {
    clock,
    http: createHttpClient({
      telemetry: noTelemetry,
      clock,
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      defaultTimeoutMs: options.timeoutMs ?? 10_000,
      limits: { backoffMs: 5, failuresToBreak: 50 },
    }),
    async secret(name) {
      const value = secrets[name];
      if (value === undefined) throw new PermanentError('SECRET_MISSING', `There is no secret "${name}".`);
      return value;
    },
  };
}
