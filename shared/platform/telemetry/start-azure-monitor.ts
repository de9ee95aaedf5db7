import { shutdownAzureMonitor, useAzureMonitor } from 'applicationinsights';
import type { Exporters } from './exporters.ts';

/** Azure Monitor. Automatic instrumentation is off: its spans would carry URLs and headers as they are. */
export function startAzureMonitor(connectionString: string): Exporters {
  useAzureMonitor({
    azureMonitorExporterOptions: { connectionString },
    instrumentationOptions: {
      http: { enabled: false },
      azureSdk: { enabled: false },
      postgreSql: { enabled: false },
    },
  });
  return { flush: () => shutdownAzureMonitor() };
}
