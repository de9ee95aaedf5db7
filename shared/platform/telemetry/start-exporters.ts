/** Where spans go; both may be absent, then nothing is loaded. */
export interface ExporterSettings {
  readonly otlpEndpoint: string | undefined;
  readonly azureMonitor: string | undefined;
  readonly serviceName: string;
}

export interface Exporters {
  /** Sends what is buffered; called when the host shuts down. */
  flush(): Promise<void>;
}

/**
 * Starts the OpenTelemetry SDK with OTLP (protobuf over HTTP), or Azure Monitor through the applicationinsights distribution. Loaded lazily: the
 * SDK would otherwise be most of the cold start.
 */
export async function startExporters(settings: ExporterSettings): Promise<Exporters> {
  if (settings.azureMonitor !== undefined) {
    const { useAzureMonitor, shutdownAzureMonitor } = await import('applicationinsights');
    useAzureMonitor({
      azureMonitorExporterOptions: { connectionString: settings.azureMonitor },
      // Spans are written by hand with masked attributes; automatic ones would carry URLs and headers.
      instrumentationOptions: {
        http: { enabled: false },
        azureSdk: { enabled: false },
        postgreSql: { enabled: false },
      },
    });
    return { flush: () => shutdownAzureMonitor() };
  }
  if (settings.otlpEndpoint === undefined) return { flush: async () => undefined };
  const [{ NodeSDK, resources }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
  ]);
  const url = `${settings.otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes({ 'service.name': settings.serviceName }),
    traceExporter: new OTLPTraceExporter({ url, timeoutMillis: 5_000 }),
    instrumentations: [],
    autoDetectResources: false,
  });
  sdk.start();
  return { flush: () => sdk.shutdown() };
}
