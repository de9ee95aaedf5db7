import { connectConnections } from '../../../shared/connect-connections.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createHttpClient } from '../../../shared/platform/http-client/create-http-client.ts';
import { systemClock } from '../../../shared/platform/system/system-clock.ts';
import { createTelemetry } from '../../../shared/platform/telemetry/create-telemetry.ts';
import type { MetricSource } from '../../../shared/ports/metric-source.ts';

/**
 * The Prometheus connector on an address given by hand, over plain http too.
 * @param tokenEnv environment variable with a bearer token
 * @throws PermanentError(`INPUT_INVALID` | `CONFIG_INVALID` | `SECRET_MISSING`)
 */
export async function prometheusSource(address: string, tokenEnv: string | undefined): Promise<MetricSource> {
  if (!URL.canParse(address) || !/^https?:/.test(address))
    throw new PermanentError('INPUT_INVALID', '--prometheus needs an address with http:// or https://.');
  const kit = {
    clock: systemClock,
    http: createHttpClient({
      telemetry: createTelemetry(),
      clock: systemClock,
      allowHttpHosts: [new URL(address).host],
    }),
    async secret(name: string) {
      const value = process.env[name];
      if (value !== undefined && value !== '') return value;
      throw new PermanentError(
        'SECRET_MISSING',
        `The environment variable ${name} (--token-env) is not set.`,
      );
    },
  };
  const settings = { baseUrl: address, ...(tokenEnv === undefined ? {} : { tokenSecret: tokenEnv }) };
  const connections = connectConnections([{ id: 'given', connector: 'prometheus', settings }], () => kit);
  const { metrics } = await connections.get('given');
  if (metrics === undefined) throw new PermanentError('CONFIG_INVALID', 'Prometheus has no metrics.');
  return metrics;
}
