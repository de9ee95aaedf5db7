import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';
import type { Exporters } from './exporters.ts';

const EXPORT_TIMEOUT_MS = 5_000;

/** OpenTelemetry SDK with OTLP over HTTP. No automatic instrumentation: spans are written by hand with masked attributes. */
export function startOtlp(endpoint: string, serviceName: string): Exporters {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': serviceName }),
    traceExporter: new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }),
    instrumentations: [],
    autoDetectResources: false,
  });
  sdk.start();
  return { flush: () => sdk.shutdown() };
}
