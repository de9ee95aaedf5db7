import type { Exporters, ExporterSettings } from './exporters.ts';

/**
 * Starts OTLP (protobuf over HTTP), or Azure Monitor through the applicationinsights distribution. Loaded lazily, since the SDK would
 * otherwise be most of the cold start; through files of ours, because the SDKs are CommonJS, whose names a bundle's lazy chunk would lose.
 */
export async function startExporters(settings: ExporterSettings): Promise<Exporters> {
  if (settings.azureMonitor !== undefined) {
    const { startAzureMonitor } = await import('./start-azure-monitor.ts');
    return startAzureMonitor(settings.azureMonitor);
  }
  if (settings.otlpEndpoint !== undefined) {
    const { startOtlp } = await import('./start-otlp.ts');
    return startOtlp(settings.otlpEndpoint, settings.serviceName);
  }
  return { flush: async () => undefined };
}
